using Telemetry.Simulator.Catalogue;

namespace Telemetry.Simulator.Sessions;

/// <summary>What stays the same for a whole session.</summary>
/// <param name="Number">Running number of the session in its simulation, from 0.</param>
/// <param name="Id">As events carry it in <c>session_id</c>, for example <c>SESSION_3m4n5v6p0q</c>; also the Kafka key.</param>
/// <param name="Customer">Who watches.</param>
/// <param name="Title">What is watched.</param>
/// <param name="Device">On which kind of device.</param>
/// <param name="Os">That device's operating system.</param>
internal sealed record SessionProfile(int Number, string Id, Customer Customer, Title Title, Device Device, string Os)
{
    /// <summary>What this device gets of the customer's line, Mbit/s.</summary>
    public double BandwidthMbps => Customer.BandwidthMbps * Device.BandwidthFactor;
}
