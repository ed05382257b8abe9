using Grpc.Core;

namespace Telemetry.Live.Tests.Services;

/// <summary>Reads streams with the patience that all tests share.</summary>
internal static class Reading
{
    /// <summary>The first message from here on that fulfils a condition.</summary>
    public static async Task<T> FirstAsync<T>(this IAsyncStreamReader<T> stream, Func<T, bool> condition)
    {
        using var patience = new CancellationTokenSource(LiveHost.Patience);
        while (await stream.MoveNext(patience.Token))
        {
            if (condition(stream.Current))
                return stream.Current;
        }
        throw new InvalidOperationException("The stream ended before the message came.");
    }

    /// <summary>The next message.</summary>
    public static Task<T> NextAsync<T>(this IAsyncStreamReader<T> stream) => stream.FirstAsync(_ => true);

    /// <summary>The status with which the stream ends.</summary>
    public static async Task<RpcException> FailureAsync<T>(this IAsyncStreamReader<T> stream)
    {
        using var patience = new CancellationTokenSource(LiveHost.Patience);
        return await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stream.MoveNext(patience.Token))
                continue;
        });
    }

    /// <summary>Waits until a condition holds that nothing signals: what a host says of itself only when it is asked.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(LiveHost.Patience);
        while (!condition())
            await Task.Delay(5, patience.Token);
    }
}
