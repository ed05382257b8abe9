namespace Telemetry.Lake.Storage;

/// <summary>
/// Where the lake's files are. A key is a path relative to the lake with <c>/</c> between its parts. Objects appear whole or not at
/// all, and every method may be repeated after a failure whose outcome is unknown: the result is that of one call.
/// </summary>
public interface ILakeStorage
{
    /// <summary>What it is, for people and logs: a path or an s3 address.</summary>
    string Name { get; }

    /// <summary>Keys that begin with a prefix, in ordinal order; a prefix ends with <c>/</c>. None when there is nothing.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>The bytes of an object; null when there is none.</summary>
    Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken);

    /// <summary>Writes an object, in place of one that is there.</summary>
    Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>
    /// Writes an object unless there is one: of several callers one gets true. After a failure the object may be there, so a
    /// caller that repeats the call must look whether the one that is there is its own.
    /// </summary>
    Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Gives an object another key, in place of one that is there. Without effect when <paramref name="from"/> is gone.</summary>
    Task MoveAsync(string from, string to, CancellationToken cancellationToken);

    /// <summary>Removes an object. Without effect when there is none.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);
}
