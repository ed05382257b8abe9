using Telemetry.Domain.Aggregates;
using Telemetry.Domain.Cubes;
using Telemetry.Domain.Vocabulary;
using Telemetry.Ingestion.Snapshots;

namespace Telemetry.Live.Tests.HandOver;

/// <summary>
/// The whole hand-over of one partition without a thread: three nodes, the group, the log, the store, the log of deltas and two gateways,
/// of which a seed decides who takes the next step. Owner, aggregate, codec, store and view are the product's. At every quiet point each
/// gateway has to show what the log's distinct valid events in time are. The same seed takes the same steps.
/// </summary>
internal sealed class HandOverModel
{
    private const int Steps = 120, Nodes = 3;
    private readonly Random _random;
    private readonly ModelLog _log;
    private readonly ModelStore _store;
    private readonly ModelNode[] _nodes;
    private readonly ModelGateway[] _gateways;
    private readonly List<PartitionSnapshot> _lateSaves = [];
    private readonly List<string> _story = [];
    private int? _assigned;
    private long _nowMs;

    public HandOverModel(int seed, Fault fault)
    {
        _random = new Random(seed);
        var vocabularies = new Vocabularies();
        var deltas = new List<PartitionDelta>();
        _log = new ModelLog(vocabularies);
        _store = new ModelStore(fault);
        _nodes = [.. Enumerable.Range(0, Nodes).Select(_ => new ModelNode(_log, _store, deltas, vocabularies, fault))];
        _gateways = [.. Enumerable.Range(0, 2).Select(_ => new ModelGateway(_store, deltas, vocabularies, fault))];
        _nowMs = 1_700_000_000_000 + _random.Next(3_600_000);
    }

    /// <summary>Takes all steps; returns what a gateway showed wrongly and the steps up to there, or null.</summary>
    public string? Run()
    {
        for (var step = 0; step < Steps; step++)
        {
            Step();
            if (_random.Next(40) == 0 && Quiet() is { } early)
                return Report(early);
        }
        return Quiet() is { } wrong ? Report(wrong) : null;
    }

    private void Step()
    {
        var number = _random.Next(Nodes);
        var node = _nodes[number];
        var action = _random.Next(100);
        switch (action)
        {
            case < 18:
                _nowMs += _random.Next(_random.Next(8) == 0 ? 40_000 : 3_000);
                var count = _random.Next(1, 6);
                for (var i = 0; i < count; i++)
                    _log.Produce(_random, _nowMs);
                Tell($"produce {count}");
                break;
            case < 22:
                _store.IsAway = !_store.IsAway;
                Tell(_store.IsAway ? "store away" : "store back");
                break;
            case < 25:
                if (_store.Row is { State.IsEmpty: false } row)
                    _log.TrimTo(row.NextOffset);
                Tell($"trim to {_log.Earliest}");
                break;
            case < 29 when _lateSaves.Count > 0:
                var save = _lateSaves[_random.Next(_lateSaves.Count)];
                _lateSaves.Remove(save);
                Tell($"late save of epoch {save.Epoch} at {save.NextOffset}: {_store.Save(save)}");
                break;
            case < 40:
                Rebalance(number);
                break;
            case < 50:
                var gateway = _gateways[_random.Next(_gateways.Length)];
                if (_random.Next(6) == 0)
                    gateway.Restart(_nowMs);
                else
                    gateway.Read(_nowMs);
                break;
            default:
                if (!node.IsPaused)
                    Step(node, number);
                break;
        }
    }

    private void Step(ModelNode node, int number)
    {
        switch (_random.Next(12))
        {
            case 0:
                Tell($"{number} claims");
                node.Claim();
                break;
            case 1:
                Tell($"{number} begins");
                node.Begin();
                break;
            case < 5:
                Tell($"{number} polls");
                node.Poll(_random.Next(1, 8));
                break;
            case 5:
                Tell($"{number} is given some messages again");
                node.Repeat(_random.Next(4));
                break;
            case 6:
                Tell($"{number} publishes");
                node.Publish();
                break;
            case < 9:
                Tell($"{number} flushes");
                node.Flush();
                break;
            case 9:
                Tell($"{number} begins a save");
                node.BeginSave();
                break;
            default:
                Tell($"{number} ends a save");
                node.EndSave();
                break;
        }
    }

    /// <summary>Crash, pause, wake, or the group moves the partition.</summary>
    private void Rebalance(int number)
    {
        var node = _nodes[number];
        switch (_random.Next(5))
        {
            case 0:
                Tell($"{number} crashes");
                if (node.Crash(_random) is { } save)
                    _lateSaves.Add(save);
                if (_assigned == number)
                    _assigned = null;
                break;
            case 1:
                Tell($"{number} {(node.IsPaused ? "wakes" : "is paused")}");
                node.IsPaused = !node.IsPaused;
                break;
            case 2 when node.Believes && _assigned != number && !node.IsPaused:
                Tell($"{number} hears that it lost the partition");
                node.Lose();
                break;
            default:
                AssignTo(number);
                break;
        }
    }

    /// <summary>A living owner is revoked first; a paused one is given up by the group and hears of it when it wakes.</summary>
    private void AssignTo(int number)
    {
        if (_nodes[number].IsPaused || _nodes[number].Believes)
            return;
        if (_assigned is { } before && !_nodes[before].IsPaused)
        {
            Tell($"{before} is revoked");
            _nodes[before].Revoke();
        }
        Tell($"{number} is assigned");
        _nodes[number].Assign();
        _assigned = number;
    }

    /// <summary>
    /// Lets everything arrive and compares; then takes away what the row makes superfluous, ends the owner, and compares what the next
    /// one makes of the row. Null when all is right.
    /// </summary>
    private string? Quiet()
    {
        Tell("quiet");
        _store.IsAway = false;
        for (var number = 0; number < Nodes; number++)
        {
            var node = _nodes[number];
            node.IsPaused = false;
            node.Settle();
            if (node.Believes && _assigned != number)
                node.Lose();
        }
        if (WorkOff() is { } wrong)
            return wrong;
        if (_store.Row is { State.IsEmpty: false } row)
            _log.TrimTo(row.NextOffset);
        foreach (var save in _lateSaves)
            _store.Save(save);
        _lateSaves.Clear();
        Tell($"quiet; the log begins at {_log.Earliest}; {_assigned} crashes");
        _nodes[_assigned!.Value].Crash(_random);
        _assigned = null;
        return WorkOff();
    }

    /// <summary>Has an owner count the whole log and save, lets the gateways catch up, and compares.</summary>
    private string? WorkOff()
    {
        if (_assigned is null)
            AssignTo(_random.Next(Nodes));
        var owner = _nodes[_assigned!.Value];
        for (var attempt = 0; attempt < 3; attempt++)
        {
            owner.Claim();
            owner.Begin();
            owner.Poll(int.MaxValue);
            owner.Publish();
            owner.BeginSave();
            owner.Settle(); // an owner that is fenced here claims again
        }
        foreach (var gateway in _gateways)
            gateway.CatchUp(_nowMs);
        return _gateways.Select(Wrong).FirstOrDefault(wrong => wrong is not null);
    }

    private string? Wrong(ModelGateway gateway)
    {
        var counters = gateway.Counters;
        var found = (counters.Counted, counters.Late, counters.Duplicates, counters.InvalidByReason.GetValueOrDefault(ModelLog.Reason));
        if (found != _log.Totals)
            return $"counted, late, duplicates, invalid: expected {_log.Totals}, found {found}";
        return Differs("hours", gateway.EventsByCell(view => view.HourPanes)) ?? Differs("minutes", gateway.EventsByCell(view => view.MinutePanes));
    }

    private string? Differs(string what, Dictionary<CellKey, long> found)
    {
        var cells = found.Keys.Union(_log.Expected.Keys).Where(cell => found.GetValueOrDefault(cell) != _log.Expected.GetValueOrDefault(cell)).ToList();
        return cells.Count == 0 ? null : $"events of {cells.Count} cells in {what}: expected {cells.Sum(cell => _log.Expected.GetValueOrDefault(cell))}, found {cells.Sum(cell => found.GetValueOrDefault(cell))}";
    }

    private void Tell(string step) => _story.Add(step);

    private string Report(string wrong) => $"{wrong} after {_story.Count} steps: {string.Join("; ", _story)}";
}
