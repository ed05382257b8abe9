namespace Telemetry.Domain.Tests;

/// <summary>What code allocates once it has settled.</summary>
internal static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// Bytes that many calls allocate together in the best of a few rounds: the runtime may compile again, and so allocate, in one of
    /// them; code that allocates does so in each.
    /// </summary>
    public static long Of(int calls, Action call)
    {
        call();
        return Enumerable.Range(0, Rounds).Select(_ => InOneRound(calls, call)).Min();
    }

    private static long InOneRound(int calls, Action call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++)
            call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
