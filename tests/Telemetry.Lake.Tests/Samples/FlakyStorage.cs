using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Tests.Samples;

/// <summary>Fails or hangs as long as it is told to.</summary>
internal sealed class FlakyStorage(ILakeStorage inner) : ILakeStorage
{
    private volatile string _mood = "well";

    public string Name => inner.Name;

    /// <summary>Calls fail from now on.</summary>
    public void Fail() => _mood = "failing";

    /// <summary>Calls never answer from now on.</summary>
    public void Hang() => _mood = "hanging";

    /// <summary>Calls work again.</summary>
    public void Recover() => _mood = "well";

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        await MoodAsync(cancellationToken);
        return await inner.ListAsync(prefix, cancellationToken);
    }

    public async Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        await MoodAsync(cancellationToken);
        return await inner.ReadAsync(key, cancellationToken);
    }

    public async Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await MoodAsync(cancellationToken);
        await inner.PutAsync(key, content, cancellationToken);
    }

    public async Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await MoodAsync(cancellationToken);
        return await inner.TryCreateAsync(key, content, cancellationToken);
    }

    public async Task MoveAsync(string from, string to, CancellationToken cancellationToken)
    {
        await MoodAsync(cancellationToken);
        await inner.MoveAsync(from, to, cancellationToken);
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await MoodAsync(cancellationToken);
        await inner.DeleteAsync(key, cancellationToken);
    }

    private Task MoodAsync(CancellationToken cancellationToken) => _mood switch
    {
        "failing" => Task.FromException(new LakeStorageException("The disk is full.")),
        "hanging" => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken),
        _ => Task.CompletedTask,
    };
}
