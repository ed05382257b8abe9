namespace Telemetry.Simulator.Randomness;

/// <summary>Values that are drawn in proportion to their weights. A weight of zero is never drawn.</summary>
internal sealed class Weighted<T>
{
    private readonly T[] _values;
    private readonly double[] _cumulative;

    public Weighted(params IReadOnlyList<(T Value, double Weight)> choices)
    {
        _values = [.. choices.Select(choice => choice.Value)];
        _cumulative = new double[choices.Count];
        var sum = 0.0;
        for (var i = 0; i < choices.Count; i++)
            _cumulative[i] = sum += choices[i].Weight;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sum, nameof(choices));
    }

    /// <summary>Draws by a share in [0, 1), so that a caller may also draw by a fixed number instead of a random one.</summary>
    public T At(double share)
    {
        var wanted = share * _cumulative[^1];
        var index = Array.BinarySearch(_cumulative, wanted);
        // Found: the value starts right behind the hit. Not found: the complement is the first cumulative weight above it.
        index = index < 0 ? ~index : index + 1;
        while (index > 0 && index < _cumulative.Length - 1 && _cumulative[index] == _cumulative[index - 1])
            index++;
        return _values[Math.Min(index, _values.Length - 1)];
    }

    public T Draw(SeededRandom random) => At(random.Share());
}
