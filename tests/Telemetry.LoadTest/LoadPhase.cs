namespace Telemetry.LoadTest;

/// <summary>The numbers of the stretches of a run; every event carries one in its id.</summary>
internal static class LoadPhase
{
    /// <summary>Events before the first rate: they show that every stream gets everything.</summary>
    public const int Settling = 0;

    /// <summary>Rates that one run can hold; phases fit into a byte.</summary>
    public const int MaxRates = 100;

    public static int WarmUp(int rateIndex) => 1 + (2 * rateIndex);

    public static int Measured(int rateIndex) => 2 + (2 * rateIndex);
}
