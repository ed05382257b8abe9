using System.Runtime.InteropServices;
using Telemetry.Domain.Windows;

namespace Telemetry.Live.Views;

/// <summary>Events by title, summed over summaries that may be replaced and taken out again. Not thread-safe.</summary>
internal sealed class TitleTotals
{
    private readonly Dictionary<long, long> _counts = [];

    /// <summary>By how much a true count may exceed the kept one.</summary>
    public long Error { get; private set; }

    /// <summary>Lower bounds by <see cref="Pane.TitleKey"/>.</summary>
    public IReadOnlyDictionary<long, long> Counts => _counts;

    /// <summary>Adds a difference, which may be negative, to a title; what falls to zero is dropped.</summary>
    public void Add(long title, long difference)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, title, out _);
        count += difference;
        if (count == 0)
            _counts.Remove(title);
    }

    /// <summary>Adds a difference to the error.</summary>
    public void AddError(long difference) => Error += difference;

    public void Add(TitleTotals other, int sign)
    {
        foreach (var (title, count) in other._counts)
            Add(title, sign * count);
        Error += sign * other.Error;
    }

    public void Clear()
    {
        _counts.Clear();
        Error = 0;
    }
}
