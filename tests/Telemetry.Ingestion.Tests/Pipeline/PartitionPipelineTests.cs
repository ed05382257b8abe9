using Akka.Actor;
using Akka.Configuration;
using Akka.Streams;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Parsing;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Aggregates;
using Telemetry.Ingestion.DeadLetters;
using Telemetry.Ingestion.Ownership;
using Telemetry.Ingestion.Pipeline;
using Telemetry.Ingestion.Publishing;
using Telemetry.Ingestion.Snapshots;
using Telemetry.Kafka.Consuming;

namespace Telemetry.Ingestion.Tests.Pipeline;

/// <summary>A pipeline whose dead letters find no room.</summary>
public sealed class PartitionPipelineTests : IDeadLetterSink, IOwnerListener, IDisposable
{
    private const int BatchesInStages = 32; // Akka's input buffers hold 16 each
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ActorSystem _system = ActorSystem.Create("pipeline", ConfigurationFactory.ParseString(
        """
        akka { loglevel = OFF, log-dead-letters = off, actor.guardian-supervisor-strategy = "Akka.Actor.StoppingSupervisorStrategy" }
        """));
    private readonly ActorMaterializer _materializer;
    private readonly TaskCompletionSource _isAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Vocabularies _vocabularies = new();
    private readonly Backlog _backlog = new(limit: 1_000);
    private readonly MessageBatchPool _pool = new(batchSize: 1);
    private readonly RecordingSink _sink = new();

    public PartitionPipelineTests() => _materializer = _system.Materializer();

    public void Dispose()
    {
        _materializer.Dispose();
        _system.Dispose();
        _backlog.Dispose();
        _sink.Dispose();
    }

    [Fact]
    public async Task When_a_partition_is_lost_while_a_dead_letter_waits_for_room_all_messages_are_given_back()
    {
        using var pipeline = await StartAsync(AggregateOf);
        for (var i = 0; i < 100; i++)
            Enter(pipeline, i);
        await _isAsked.Task.WaitAsync(Patience);

        pipeline.Abandon();
        await pipeline.Completion.WaitAsync(Patience);

        Assert.Equal((0, 0), (_backlog.Messages, pipeline.InFlight));
    }

    [Fact]
    public async Task What_an_aggregate_that_stopped_has_not_asked_for_is_given_back_and_so_is_what_still_comes()
    {
        using var pipeline = await StartAsync(_ => Props.Empty);
        for (var i = 0; i < 100; i++)
            Enter(pipeline, i);

        _system.Stop(pipeline.Aggregate);
        await pipeline.Completion.WaitAsync(Patience);
        Assert.InRange(_backlog.Messages, 0, BatchesInStages);

        var left = _backlog.Messages;
        Enter(pipeline, 100);
        Assert.Equal(left, _backlog.Messages);
    }

    async ValueTask IDeadLetterSink.WriteAsync(KafkaMessage message, Rejection rejection, CancellationToken cancellationToken)
    {
        _isAsked.TrySetResult();
        await new TaskCompletionSource().Task.WaitAsync(cancellationToken); // there is never room
    }

    Task IDeadLetterSink.FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    void IOwnerListener.Covered(int partition, long nextOffset)
    {
    }

    void IOwnerListener.LetGo(int partition, long epoch, LetGoReason reason)
    {
    }

    private async Task<PartitionPipeline> StartAsync(Func<ClaimedPartition, Props> aggregate)
    {
        var store = new InMemorySnapshotStore(TimeProvider.System);
        using var claims = new PartitionClaims(
            store, _vocabularies, new AggregateLimits(), TimeProvider.System, NullLogger<PartitionClaims>.Instance);
        var claimed = await claims.ClaimAsync(0, _ => Task.FromResult(new LogBounds(0, 0)), TestContext.Current.CancellationToken);
        var decoder = new EventDecoder(_vocabularies, claimed.Owner.Aggregate.Tenants.Copy(), TimeProvider.System);
        return new PartitionPipeline(claimed, _backlog, decoder, this, _system.ActorOf(aggregate(claimed)), _materializer);
    }

    private Props AggregateOf(ClaimedPartition claimed)
    {
        var time = TimeProvider.System;
        var saver = new SnapshotSaver(
            new InMemorySnapshotStore(time), _vocabularies, new NoDeltaLog(), this, TimeSpan.FromSeconds(10), time);
        return Props.Create(() => new AggregateActor(
            claimed, _sink, new RecordingFeed(), saver, this, TimeSpan.FromMilliseconds(100), time, NullLogger<AggregateActor>.Instance));
    }

    /// <summary>A message that is no event.</summary>
    private void Enter(PartitionPipeline pipeline, long offset)
    {
        var batch = _pool.Rent();
        batch.Add(KafkaMessage.Copy(pipeline.Partition, offset, timestampUnixMs: 0, key: "k"u8, value: "{"u8));
        pipeline.Enter(batch);
    }
}
