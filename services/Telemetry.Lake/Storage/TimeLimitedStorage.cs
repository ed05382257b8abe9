namespace Telemetry.Lake.Storage;

/// <summary>Ends the wait for a storage that doesn't answer, so that whoever uses it never hangs. The call itself may still take effect.</summary>
internal sealed class TimeLimitedStorage(ILakeStorage inner, TimeSpan limit, TimeProvider time) : ILakeStorage
{
    public string Name => inner.Name;

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        LimitAsync("list", prefix, token => inner.ListAsync(prefix, token), cancellationToken);

    public Task<byte[]?> ReadAsync(string key, CancellationToken cancellationToken) =>
        LimitAsync("read", key, token => inner.ReadAsync(key, token), cancellationToken);

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        LimitAsync("write", key, async token => await Done(inner.PutAsync(key, content, token)).ConfigureAwait(false), cancellationToken);

    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        LimitAsync("create", key, token => inner.TryCreateAsync(key, content, token), cancellationToken);

    public Task MoveAsync(string from, string to, CancellationToken cancellationToken) =>
        LimitAsync("move", from, async token => await Done(inner.MoveAsync(from, to, token)).ConfigureAwait(false), cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        LimitAsync("delete", key, async token => await Done(inner.DeleteAsync(key, token)).ConfigureAwait(false), cancellationToken);

    private static async Task<bool> Done(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    private async Task<T> LimitAsync<T>(string what, string key, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await call(ending.Token).WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException exception)
        {
            await ending.CancelAsync().ConfigureAwait(false);
            throw new LakeStorageException($"{inner.Name} did not {what} {key} within {limit.TotalSeconds:0} s. Check that it can be reached.", exception);
        }
    }
}
