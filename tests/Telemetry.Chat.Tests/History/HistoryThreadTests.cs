using Telemetry.Chat.History;
using Telemetry.Chat.Tests.Hosting;

namespace Telemetry.Chat.Tests.History;

public sealed class HistoryThreadTests
{
    [Fact]
    public async Task All_work_is_done_in_its_order_by_one_thread_that_is_not_the_pools()
    {
        using var thread = new HistoryThread();
        var order = new List<int>();
        var by = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => thread.RunAsync(() =>
        {
            order.Add(number);
            return Thread.CurrentThread;
        }, CancellationToken.None)));

        Assert.False(Assert.Single(by.Distinct()).IsThreadPoolThread);
        Assert.Equal(Enumerable.Range(0, 100), order);
    }

    [Fact]
    public async Task What_is_more_than_may_wait_is_refused_while_the_rest_waits()
    {
        using var thread = new HistoryThread(capacity: 1);
        using var stuck = new StuckWork();
        var atWork = thread.RunAsync(stuck.Do, CancellationToken.None);
        stuck.WaitUntilBegun();
        var waits = thread.RunAsync(() => 2, CancellationToken.None);

        await Assert.ThrowsAsync<TimeoutException>(() => thread.RunAsync(() => 3, CancellationToken.None));
        stuck.Release();

        Assert.Equal(1, await atWork);
        Assert.Equal(2, await waits);
    }

    [Fact]
    public async Task Who_gives_up_is_let_go_at_once_and_the_work_is_not_done()
    {
        var done = false;
        using (var thread = new HistoryThread())
        {
            using var stuck = new StuckWork();
            using var patience = new CancellationTokenSource();
            var atWork = thread.RunAsync(stuck.Do, CancellationToken.None);
            var waits = thread.RunAsync(() => done = true, patience.Token);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
            stuck.Release();
            await atWork;
        }

        Assert.False(done);
    }

    [Fact]
    public async Task What_waits_is_done_before_it_is_disposed()
    {
        Task<int> last;
        using (var thread = new HistoryThread())
        {
            for (var i = 0; i < 10; i++) _ = thread.RunAsync(() => 0, CancellationToken.None);
            last = thread.RunAsync(() => 1, CancellationToken.None);
        }

        Assert.Equal(1, await last);
    }

    [Fact]
    public async Task Who_comes_after_its_end_is_told_so()
    {
        var thread = new HistoryThread();
        thread.Dispose();
        await Assert.ThrowsAsync<TimeoutException>(() => thread.RunAsync(() => 0, CancellationToken.None));
    }

    [Fact]
    public async Task Work_that_throws_harms_nobody_else()
    {
        using var thread = new HistoryThread();
        await Assert.ThrowsAsync<IOException>(() => thread.RunAsync<int>(() => throw new IOException(), CancellationToken.None));
        Assert.Equal(1, await thread.RunAsync(() => 1, CancellationToken.None));
    }

    private sealed class StuckWork : IDisposable
    {
        private readonly ManualResetEventSlim _begun = new();
        private readonly ManualResetEventSlim _release = new();

        public int Do()
        {
            _begun.Set();
            Assert.True(_release.Wait(ChatHost.Patience));
            return 1;
        }

        public void WaitUntilBegun() => Assert.True(_begun.Wait(ChatHost.Patience));

        public void Release() => _release.Set();

        public void Dispose()
        {
            _begun.Dispose();
            _release.Dispose();
        }
    }
}
