using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Telemetry.Simulator.Sessions;

namespace Telemetry.Simulator;

/// <summary>What to simulate. Configuration section <c>Simulator</c>; checked when the host starts.</summary>
public sealed class SimulatorOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Simulator";

    /// <summary>Messages per second, faults included, 10 to 50,000. The number of sessions follows: about ten times as many. Default: 500.</summary>
    public int EventsPerSecond { get; set; } = 500;

    /// <summary>The same seed and start give the same sessions. Default: 1.</summary>
    public long Seed { get; set; } = 1;

    /// <summary>Share of messages that are not valid events, 0 to 0.5. Default: 0.001.</summary>
    public double MalformedShare { get; set; } = 0.001;

    /// <summary>Share of messages that repeat one sent shortly before, byte by byte, 0 to 0.5. Default: 0.002.</summary>
    public double DuplicateShare { get; set; } = 0.002;

    /// <summary>Share of messages that arrive 90 to 240 s after their event time, 0 to 0.02. Default: 0.001.</summary>
    public double LateShare { get; set; } = 0.001;

    /// <summary>Customers of the service, at most 20 million; 0 makes them four times the open sessions. Default: 0.</summary>
    public int Customers { get; set; }

    /// <summary>Tenants that the customers are divided among; empty leaves <c>tenant_id</c> out of the events. Default: empty.</summary>
    public IList<string> Tenants { get; } = [];

    /// <summary>Messages after which the run ends; 0 runs until stopped. Default: 0.</summary>
    public long MaxEvents { get; set; }

    /// <summary>Time after which the run ends, at most a year; zero runs until stopped. Default: zero.</summary>
    public TimeSpan MaxDuration { get; set; }

    /// <summary>Sessions that are open at a time, on average.</summary>
    internal int Sessions => (int)Math.Ceiling(EventsPerSecond / Population.EventsPerSessionSecond);

    internal int CustomersOrDefault => Customers > 0 ? Customers : Math.Max(200, 4 * Sessions);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EventsPerSecond is < 10 or > 50_000)
            yield return Wrong(nameof(EventsPerSecond), EventsPerSecond, "from 10 to 50,000");
        if (MalformedShare is not (>= 0 and <= 0.5))
            yield return Wrong(nameof(MalformedShare), MalformedShare, "a share from 0 to 0.5");
        if (DuplicateShare is not (>= 0 and <= 0.5))
            yield return Wrong(nameof(DuplicateShare), DuplicateShare, "a share from 0 to 0.5");
        if (LateShare is not (>= 0 and <= 0.02))
            yield return Wrong(nameof(LateShare), LateShare, "a share from 0 to 0.02, because only sessions that play undisturbed can look back");
        if (Customers != 0 && (Customers < Sessions || Customers > 20_000_000))
            yield return Wrong(nameof(Customers), Customers, $"0 (follows from the rate), or from the {Sessions:N0} that this rate keeps watching to 20,000,000");
        if (MaxEvents < 0)
            yield return Wrong(nameof(MaxEvents), MaxEvents, "0 (no end) or above");
        if (MaxDuration < TimeSpan.Zero || MaxDuration > TimeSpan.FromDays(366))
            yield return Wrong(nameof(MaxDuration), MaxDuration, "from 0 (no end) to 366 days");
        foreach (var tenant in Tenants.Where(tenant => string.IsNullOrWhiteSpace(tenant) || tenant.Length > 128))
            yield return Wrong(nameof(Tenants), $"'{tenant}'", "names of 1 to 128 characters");
    }

    private static ValidationResult Wrong(string setting, object found, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Section}:{setting} is {found}; it must be {expected}."), [setting]);
}
