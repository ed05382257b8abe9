using Telemetry.Lake.Storage;

namespace Telemetry.Lake.Tests.Samples;

/// <summary>The process was killed: from one call on nothing takes effect any more.</summary>
internal sealed class ProcessKilledException() : Exception("The process was killed.");

/// <summary>
/// Stops at a given step, as kill -9 would: before that call takes effect, or after it with its answer lost. All later calls fail too.
/// </summary>
internal sealed class DyingStorage(ILakeStorage inner, int step, bool after) : ILakeStorage
{
    private int _steps;

    public string Name => inner.Name;

    /// <summary>Whether the step was reached.</summary>
    public bool Died => Volatile.Read(ref _steps) >= step;

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        Step(() => inner.ListAsync(prefix, cancellationToken));

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) => Step(() => inner.ReadAsync(key, cancellationToken));

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Step(async () => await Done(inner.PutAsync(key, content, cancellationToken)));

    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Step(() => inner.TryCreateAsync(key, content, cancellationToken));

    public Task MoveAsync(string from, string to, CancellationToken cancellationToken) =>
        Step(async () => await Done(inner.MoveAsync(from, to, cancellationToken)));

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        Step(async () => await Done(inner.DeleteAsync(key, cancellationToken)));

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    private async Task<T> Step<T>(Func<Task<T>> call)
    {
        var number = Interlocked.Increment(ref _steps);
        if (number > step || (number == step && !after))
            throw new ProcessKilledException();
        var result = await call();
        return number == step ? throw new ProcessKilledException() : result;
    }
}
