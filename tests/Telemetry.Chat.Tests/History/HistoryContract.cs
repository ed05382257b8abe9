using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Telemetry.Chat.History;
using Telemetry.Chat.Questions;
using Telemetry.V1;

namespace Telemetry.Chat.Tests.History;

/// <summary>What every database of the history must do.</summary>
public abstract class HistoryContract
{
    private readonly string _owner = Guid.NewGuid().ToString("N");

    /// <summary>The history under test, on the same database whenever it is asked for.</summary>
    private protected abstract IChatHistory Open();

    /// <summary>Runs statements on the database itself.</summary>
    private protected abstract Task ExecuteAsync(string sql);

    /// <summary>How the database spells a key that counts by itself.</summary>
    private protected abstract string NumberedKey { get; }

    private protected SessionKey Session(string id) => new(Caller.Anyone with { Owner = _owner }, id);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Entries_come_back_oldest_first_and_whole()
    {
        var history = await OpenPreparedAsync();
        var first = Entry("Überraschung, 'quotes' \"double\" \\ ; DROP TABLE chat_entries; -- 日本語 🎬", 1_000);
        first.Answer = new Answer
        {
            QueryId = "q1", Kind = AnswerKind.Table, Text = "Read", Plan = """{"version":1}""", RowCount = 3, FreshAtUnixMs = 5,
            Columns = { new Column { Name = "a", Type = "integer" } }, Options = { new Option { Label = "l", Question = "q" } },
        };
        var second = Entry("and now?", 2_000);
        second.Failure = new Failure { Kind = FailureKind.TimedOut, Message = "Too slow.", Retryable = true };

        await history.AppendAsync(Session("s"), first, Stop);
        await history.AppendAsync(Session("s"), second, Stop);

        Assert.Equal([first, second], await Open().ReadAsync(Session("s"), 10, Stop));
    }

    [Fact]
    public async Task Only_the_latest_entries_are_read_when_fewer_are_asked_for()
    {
        var history = await OpenPreparedAsync();
        for (var i = 0; i < 5; i++) await history.AppendAsync(Session("s"), Entry($"{i}", i), Stop);
        Assert.Equal(["3", "4"], (await history.ReadAsync(Session("s"), 2, Stop)).Select(entry => entry.Message));
    }

    [Fact]
    public async Task An_unknown_session_has_no_entries()
    {
        var history = await OpenPreparedAsync();
        Assert.Empty(await history.ReadAsync(Session("never"), 10, Stop));
        Assert.Empty(await history.ListAsync(_owner, 10, Stop));
    }

    [Fact]
    public async Task Owners_do_not_see_each_others_sessions_of_the_same_name()
    {
        var history = await OpenPreparedAsync();
        var other = new SessionKey(Caller.Anyone with { Owner = _owner + "-other" }, "s");
        await history.AppendAsync(Session("s"), Entry("mine", 1), Stop);
        await history.AppendAsync(other, Entry("theirs", 2), Stop);

        Assert.Equal("mine", Assert.Single(await history.ReadAsync(Session("s"), 10, Stop)).Message);
        Assert.Equal("theirs", Assert.Single(await history.ReadAsync(other, 10, Stop)).Message);
        Assert.Equal("mine", Assert.Single(await history.ListAsync(_owner, 10, Stop)).Title);
    }

    [Fact]
    public async Task Sessions_are_listed_latest_first_with_their_first_question()
    {
        var history = await OpenPreparedAsync();
        await history.AppendAsync(Session("a"), Entry("first of a", 10), Stop);
        await history.AppendAsync(Session("b"), Entry("first of b", 20), Stop);
        await history.AppendAsync(Session("a"), Entry("second of a", 30), Stop);

        var sessions = await history.ListAsync(_owner, 10, Stop);
        Assert.Equal([("a", "first of a", 30L, 2), ("b", "first of b", 20L, 1)],
            sessions.Select(session => (session.SessionId, session.Title, session.LastAtUnixMs, session.Questions)));
        Assert.Equal("a", Assert.Single(await history.ListAsync(_owner, 1, Stop)).SessionId);
    }

    [Fact]
    public async Task Many_may_write_at_once_and_nothing_is_lost()
    {
        var history = await OpenPreparedAsync();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => history.AppendAsync(Session($"s{number % 3}"), Entry($"{number}", number), Stop)));

        Assert.All(await history.ListAsync(_owner, 10, Stop), session => Assert.Equal(20, session.Questions));
        Assert.Equal(20, (await history.ReadAsync(Session("s1"), 100, Stop)).Count);
    }

    [Fact]
    public async Task Preparing_twice_and_at_the_same_time_does_no_harm()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Open().PrepareAsync(Stop)));
        var history = Open();
        await history.AppendAsync(Session("s"), Entry("kept", 1), Stop);
        await Open().PrepareAsync(Stop);
        Assert.Single(await history.ReadAsync(Session("s"), 10, Stop));
    }

    [Fact]
    public async Task Conversations_of_before_are_kept_when_their_tables_are_brought_up_to_date()
    {
        await ExecuteAsync($$"""
            DROP TABLE IF EXISTS chat_sessions;
            DROP TABLE IF EXISTS chat_entries;
            CREATE TABLE chat_sessions (tenant text NOT NULL, session_id text NOT NULL, title text NOT NULL, last_at bigint NOT NULL, questions bigint NOT NULL,
                PRIMARY KEY (tenant, session_id));
            CREATE TABLE chat_entries (id {{NumberedKey}}, tenant text NOT NULL, session_id text NOT NULL, entry text NOT NULL);
            INSERT INTO chat_sessions VALUES ('{{_owner}}', 's', 'before', 1, 1);
            INSERT INTO chat_entries (tenant, session_id, entry) VALUES ('{{_owner}}', 's', '{"message": "before"}');
            """);

        var history = await OpenPreparedAsync();

        Assert.Equal("before", Assert.Single(await history.ReadAsync(Session("s"), 10, Stop)).Message);
        Assert.Equal("before", Assert.Single(await history.ListAsync(_owner, 10, Stop)).Title);
        await history.AppendAsync(Session("s"), Entry("after", 2), Stop);
        Assert.Equal(["before", "after"], (await Open().ReadAsync(Session("s"), 10, Stop)).Select(entry => entry.Message));
    }

    private async Task<IChatHistory> OpenPreparedAsync()
    {
        var history = Open();
        await history.PrepareAsync(Stop);
        return history;
    }

    private static HistoryEntry Entry(string message, long at) => new() { Message = message, AtUnixMs = at };
}

public sealed class SqliteHistoryTests : HistoryContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telemetry-history-").FullName;
    private readonly List<SqliteHistory> _opened = [];

    public void Dispose()
    {
        foreach (var history in _opened) history.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private protected override IChatHistory Open()
    {
        var history = new SqliteHistory(HistoryFile, TimeProvider.System);
        _opened.Add(history);
        return history;
    }

    private protected override string NumberedKey => "INTEGER PRIMARY KEY";

    private string HistoryFile => Path.Combine(_folder, "not there yet", "history.db");

    private protected override async Task ExecuteAsync(string sql)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(HistoryFile)!);
        await using var connection = new SqliteConnection($"Data Source={HistoryFile};Pooling=False");
        await connection.ExecuteAsync(sql);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_said_to_be_unavailable()
    {
        var file = Path.Combine(_folder, "broken.db");
        await File.WriteAllTextAsync(file, new string('x', 10_000), TestContext.Current.CancellationToken);
        using var history = new SqliteHistory(file, TimeProvider.System);
        var exception = await Assert.ThrowsAsync<HistoryUnavailableException>(() => history.ReadAsync(Session("s"), 1, CancellationToken.None));
        Assert.DoesNotContain(_folder, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_file_costs_one_thread_and_is_left_alone_for_a_moment()
    {
        var file = Path.Combine(_folder, "locked.db");
        var time = new RecordingTime();
        using var history = new SqliteHistory(file, time);
        await history.PrepareAsync(CancellationToken.None);
        Task AppendAsync() => history.AppendAsync(Session("s"), new HistoryEntry { Message = "kept" }, CancellationToken.None);

        await using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await other.OpenAsync(CancellationToken.None);
            await using var exclusive = other.CreateCommand();
            exclusive.CommandText = "BEGIN EXCLUSIVE";
            await exclusive.ExecuteNonQueryAsync(CancellationToken.None);
            var asked = Enumerable.Range(0, 60).Select(_ => AppendAsync()).ToList();
            foreach (var one in asked) await Assert.ThrowsAsync<HistoryUnavailableException>(() => one);
        }

        // The first found it locked, the others were told so: nobody tried again, and nobody else's thread was kept.
        Assert.Equal(60, time.AskedBy.Count);
        Assert.False(Assert.Single(time.AskedBy.Distinct()).IsThreadPoolThread);
        await Assert.ThrowsAsync<HistoryUnavailableException>(AppendAsync);
        time.Advance(TimeSpan.FromSeconds(3));
        await AppendAsync();
        Assert.Single(await history.ReadAsync(Session("s"), 10, CancellationToken.None));
    }

    /// <summary>Stands still, and remembers the threads that asked for it.</summary>
    private sealed class RecordingTime : FakeTimeProvider
    {
        public ConcurrentQueue<Thread> AskedBy { get; } = new();

        public override long GetTimestamp()
        {
            AskedBy.Enqueue(Thread.CurrentThread);
            return base.GetTimestamp();
        }
    }
}

public sealed class PostgresHistoryTests(PostgresFixture postgres) : HistoryContract, IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly List<PostgresHistory> _opened = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var history in _opened) await history.DisposeAsync();
    }

    private protected override IChatHistory Open()
    {
        var history = new PostgresHistory(postgres.Server.ConnectionString);
        _opened.Add(history);
        return history;
    }

    private protected override string NumberedKey => "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY";

    private protected override async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.Server.ConnectionString);
        await connection.ExecuteAsync(sql);
    }

    [Fact]
    public async Task A_server_that_is_away_is_said_to_be_unavailable_and_used_again_when_it_is_back()
    {
        var history = Open();
        await history.PrepareAsync(CancellationToken.None);
        await postgres.Server.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HistoryUnavailableException>(() => history.ListAsync("t", 1, CancellationToken.None));
        await postgres.Server.StartAsync(TestContext.Current.CancellationToken);
        await history.ListAsync("t", 1, CancellationToken.None);
    }
}
