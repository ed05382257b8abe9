using Microsoft.Extensions.Time.Testing;
using Telemetry.Lake.DuckDb;
using Telemetry.Lake.Queries;

namespace Telemetry.Lake.Tests.DuckDb;

/// <summary>What the shelf keeps, and what it lets go first.</summary>
public sealed class QueryShelfTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lake-shelf-").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly QueryShelf _shelf;

    public QueryShelfTests() => _shelf = new QueryShelf(_time, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(1), maxBytes: 1_000);

    [Fact]
    public void What_ended_longest_ago_goes_first_however_long_a_run_took()
    {
        var slow = Start("slow");
        var quick = Start("quick");
        _time.Advance(TimeSpan.FromSeconds(1));
        End(quick, bytes: 600);
        _time.Advance(TimeSpan.FromSeconds(40));
        End(slow, bytes: 600);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(_shelf.TryFind(slow.Id, out _));
        Assert.False(_shelf.TryFind(quick.Id, out _));
    }

    [Fact]
    public void The_newest_result_stays_though_it_is_larger_than_the_shelf()
    {
        var query = Start("large");
        End(query, bytes: 5_000);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(_shelf.TryFind(query.Id, out _));
        _time.Advance(TimeSpan.FromMinutes(16));
        Assert.False(_shelf.TryFind(query.Id, out _));
    }

    [Fact]
    public void What_still_runs_stays()
    {
        var running = Start("running");
        for (var i = 0; i < 5; i++)
        {
            End(Start($"other {i}"), bytes: 600);
            _time.Advance(TimeSpan.FromMinutes(16));
        }
        Assert.True(_shelf.TryFind(running.Id, out _));
    }

    [Fact]
    public async Task Who_joins_while_the_last_one_leaves_has_a_run_or_is_told_to_start_one()
    {
        for (var i = 0; i < 2_000; i++)
        {
            var run = new QueryRun(new RunKey("SELECT 1", 1, TimeSpan.FromSeconds(1), null, default), LakeListing.Of(_folder), TimeProvider.System);
            Assert.True(run.TryJoin());
            using var both = new Barrier(2);
            var leaving = Task.Run(() =>
            {
                both.SignalAndWait();
                run.Leave();
            });
            both.SignalAndWait();
            var joined = run.TryJoin();
            await leaving;
            Assert.Equal(joined, run.Stopped is null);
            run.Fail(new QueryError(QueryErrorKind.Execution, "Over."));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StartedQuery Start(string sql) => _shelf.Add(
        token: null, shareable: true,
        new QueryRun(new RunKey(sql, 1, TimeSpan.FromMinutes(1), null, default), LakeListing.Of(_folder), _time), enqueue: _ => true);

    private static void End(StartedQuery query, long bytes) => query.Run.Succeed(new QueryRows([], [], bytes));
}
