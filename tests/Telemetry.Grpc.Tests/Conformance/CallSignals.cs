using System.Collections.Concurrent;

namespace Telemetry.Grpc.Tests.Conformance;

/// <summary>How one call steers or watches another, by a key that the client makes up.</summary>
public sealed class CallSignals
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _released = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _ended = [];

    public void Release(string key) => Released(key).Release();

    public Task ReleasedAsync(string key, CancellationToken cancellationToken) => Released(key).WaitAsync(cancellationToken);

    public void End(string key, string reason) => Ended(key).TrySetResult(reason);

    public Task<string> EndAsync(string key, CancellationToken cancellationToken) => Ended(key).Task.WaitAsync(cancellationToken);

    private SemaphoreSlim Released(string key) => _released.GetOrAdd(key, _ => new SemaphoreSlim(0));

    private TaskCompletionSource<string> Ended(string key) =>
        _ended.GetOrAdd(key, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}
