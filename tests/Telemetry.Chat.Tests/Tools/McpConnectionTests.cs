using Microsoft.Extensions.DependencyInjection;
using Telemetry.Chat.Tests.Hosting;
using Telemetry.Chat.Tools;

namespace Telemetry.Chat.Tests.Tools;

public sealed class McpConnectionTests : IAsyncLifetime
{
    private ChatHost _chat = null!;

    private McpConnection Connection => _chat.App.Services.GetRequiredService<McpConnection>();

    public async ValueTask InitializeAsync() => _chat = await ChatHost.StartAsync();

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    [Fact]
    public async Task A_client_that_is_given_up_is_closed_when_its_last_call_has_ended()
    {
        var (failed, other) = (await UseAsync(), await UseAsync());
        Assert.Same(failed.Client, other.Client);

        failed.GiveUp();
        failed.Dispose();
        failed.Dispose();
        using (var next = await UseAsync()) Assert.NotSame(other.Client, next.Client);
        await other.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(other.Client.Completion.IsCompleted);

        other.GiveUp();
        other.Dispose();
        await other.Client.Completion.WaitAsync(ChatHost.Patience);
    }

    [Fact]
    public async Task At_the_end_clients_are_closed_that_are_still_at_work()
    {
        using var givenUp = await UseAsync();
        givenUp.GiveUp();
        using var current = await UseAsync();

        await Connection.DisposeAsync();

        await givenUp.Client.Completion.WaitAsync(ChatHost.Patience);
        await current.Client.Completion.WaitAsync(ChatHost.Patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(UseAsync);
    }

    private Task<McpConnection.Lease> UseAsync() => Connection.UseAsync(TestContext.Current.CancellationToken);
}
