using static System.FormattableString;

namespace Telemetry.Chaos.Faults;

/// <summary>Prints what happens with its time since the beginning. Safe for many threads.</summary>
internal sealed class RunLog(TextWriter output, TimeProvider clock)
{
    private readonly long _begun = clock.GetTimestamp();

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now => clock.GetElapsedTime(_begun);

    public void Say(string what)
    {
        lock (output) output.WriteLine(Invariant($"[{Now.TotalSeconds,6:0.0} s] {what}"));
    }
}
