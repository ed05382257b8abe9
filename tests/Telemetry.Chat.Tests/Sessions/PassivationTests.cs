using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Telemetry.Chat.Sessions;
using Telemetry.Chat.Tests.Hosting;

namespace Telemetry.Chat.Tests.Sessions;

/// <summary>For tests that measure the process's memory: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(MeasuresMemory), DisableParallelization = true)]
public sealed class MeasuresMemory;

/// <summary>Sessions leave memory when nobody asks, and come back as they were.</summary>
[Collection(nameof(MeasuresMemory))]
public sealed class PassivationTests
{
    private const int Sessions = 1_000;

    [Fact]
    public async Task A_thousand_idle_sessions_cost_little_and_come_back_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("telemetry-chat-").FullName;
        try
        {
            await using (var chat = await ChatHost.StartAsync(new() { ["Chat:SessionIdleSeconds"] = "3600", ["Chat:QueriesPerTenant"] = "50" }, folder: folder))
            {
                await chat.AskAsync("1 rows"); // what is made once is not a session's cost
                var before = MemoryInUse();
                await InParallelAsync(async session =>
                {
                    await chat.AskAsync("error rate by country", session);
                    await chat.AskAsync("only mobile", session);
                });
                chat.Mcp.ForgetCalls();
                var cost = (MemoryInUse() - before) / 1024.0 / 1024.0;
                TestContext.Current.TestOutputHelper?.WriteLine($"{Sessions:N0} idle sessions cost {cost:0.0} MB");
                Assert.Equal(Sessions + 1, await CountAsync(chat));
                Assert.True(cost < 50, $"{Sessions:N0} idle sessions cost {cost:0.0} MB");
            }

            await using var again = await ChatHost.StartAsync(folder: folder);
            await InParallelAsync(async session =>
            {
                var messages = JsonNode.Parse(await again.Http.GetStringAsync($"/api/chat/history/{session}"))!["messages"]!.AsArray();
                Assert.Equal(4, messages.Count);
            });
            await again.AskAsync("and by city", "s500");
            Assert.Equal(["error rate by country", "only mobile"], EarlierPlans(again));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task An_idle_session_leaves_memory_and_comes_back_as_it_was()
    {
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:SessionIdleSeconds"] = "1" });
        await chat.AskAsync("error rate", "one");
        await chat.AskAsync("only mobile", "one");
        using var patience = new CancellationTokenSource(ChatHost.Patience);
        while (await CountAsync(chat) > 0) await Task.Delay(50, patience.Token);

        await chat.AskAsync("and by city", "one");

        Assert.Equal(["error rate", "only mobile"], EarlierPlans(chat));
    }

    [Fact]
    public async Task Beyond_the_cap_the_longest_idle_session_makes_room_and_a_busy_one_does_not()
    {
        await using var chat = await ChatHost.StartAsync(new() { ["Chat:MaxSessions"] = "2" });
        await chat.AskAsync("a", "one");
        await chat.AskAsync("b", "two");
        await chat.AskAsync("c", "three");
        Assert.True(await CountAsync(chat) <= 2);
        await chat.AskAsync("d", "one"); // back again

        var release = new TaskCompletionSource();
        var running = new SemaphoreSlim(0);
        chat.Mcp.Run = async (_, _) =>
        {
            running.Release();
            await release.Task;
            return ScriptedMcpServer.Result(1);
        };
        var busy = new[] { chat.AskAsync("e", "four"), chat.AskAsync("f", "five") };
        for (var i = 0; i < 2; i++) Assert.True(await running.WaitAsync(ChatHost.Patience));
        var problem = await chat.AskForProblemAsync(429, "g", "six");
        Assert.Contains("conversations of this node are busy", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        release.SetResult();
        await Task.WhenAll(busy);
    }

    private static IEnumerable<string> EarlierPlans(ChatHost chat) => chat.Mcp.Calls.Last(call => call.Tool == "plan_question")
        .Arguments["earlierPlans"]!.AsArray().Select(plan => plan!["question"]!.GetValue<string>());

    private static Task InParallelAsync(Func<string, Task> work) => Parallel.ForEachAsync(
        Enumerable.Range(0, Sessions), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) => await work($"s{number}"));

    private static long MemoryInUse()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static Task<int> CountAsync(ChatHost chat)
    {
        var reply = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        chat.App.Services.GetRequiredService<IRequiredActor<ChatSupervisor>>().ActorRef.Tell(new SessionMessages.CountSessions(reply));
        return reply.Task.WaitAsync(ChatHost.Patience);
    }
}
