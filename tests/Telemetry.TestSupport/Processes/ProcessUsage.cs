using System.Globalization;

namespace Telemetry.TestSupport.Processes;

/// <summary>What one process has used so far, from /proc (proc(5)).</summary>
/// <param name="Processor">User and system time of all its threads.</param>
/// <param name="PeakResidentMegabytes">VmHWM: the most memory it ever had resident, in units of 10^6 bytes.</param>
public readonly record struct ProcessUsage(TimeSpan Processor, double PeakResidentMegabytes)
{
    private const double TicksPerSecond = 100; // USER_HZ, fixed at 100 for what /proc shows

    /// <summary>Time that all processors of the machine were not idle, whoever used them.</summary>
    public static TimeSpan BusyMachine()
    {
        // cpu user nice system idle iowait irq softirq …
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = new[] { 1, 2, 3, 6, 7 }.Sum(field => long.Parse(fields[field], CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>What a process has used so far.</summary>
    /// <exception cref="IOException">There is no such process any more.</exception>
    public static ProcessUsage Of(int processId)
    {
        // The name, in parentheses, may hold spaces; state is the first field after it, utime and stime the 12th and 13th.
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var peak = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            ?? throw new IOException($"Process {processId} has ended and holds no memory.");
        var kilobytes = double.Parse(peak.Split([':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return new ProcessUsage(TimeSpan.FromSeconds(ticks / TicksPerSecond), kilobytes * 1024 / 1e6);
    }
}
