using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.DeadLetters;
using Telemetry.Ingestion.Ownership;
using Telemetry.Ingestion.Publishing;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.Tests.Ownership;

public sealed class SnapshotSaverTests : IDeadLetterSink
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _isAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InMemorySnapshotStore _store;
    private readonly SnapshotSaver _saver;

    public SnapshotSaverTests()
    {
        _store = new InMemorySnapshotStore(_time);
        _saver = new SnapshotSaver(_store, new Vocabularies(), new NoDeltaLog(), this, TimeSpan.FromSeconds(10), _time);
    }

    [Fact]
    public async Task A_state_is_not_saved_before_the_dead_letters_of_its_messages_are_delivered()
    {
        var saving = await SaveAsync();
        Assert.Equal(0, (await RowAsync()).NextOffset);

        _delivered.SetResult();
        await saving;

        Assert.Equal(7, (await RowAsync()).NextOffset);
    }

    [Fact]
    public async Task When_they_are_not_delivered_in_time_the_state_is_not_saved_and_it_says_why()
    {
        var saving = await SaveAsync();

        _time.Advance(TimeSpan.FromSeconds(3));

        var problem = await Assert.ThrowsAsync<SnapshotStoreException>(() => saving);
        Assert.Contains("Dead letters of messages before it were not confirmed within 3 s", problem.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await RowAsync()).NextOffset);
    }

    ValueTask IDeadLetterSink.WriteAsync(KafkaMessage message, Rejection rejection, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    Task IDeadLetterSink.FlushAsync(CancellationToken cancellationToken)
    {
        _isAsked.SetResult();
        return _delivered.Task;
    }

    private async Task<Task> SaveAsync()
    {
        await _store.ClaimAsync(0, TestContext.Current.CancellationToken);
        var saving = _saver.SaveAsync(_saver.NewEncoder(), PartitionState.Empty(0) with { NextOffset = 7 }, epoch: 1, deltaOffset: 0);
        await _isAsked.Task;
        return saving;
    }

    private async Task<PartitionSnapshot> RowAsync() => Assert.Single(await _store.ReadAllAsync(TestContext.Current.CancellationToken));
}
