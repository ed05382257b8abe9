namespace Telemetry.Simulator.Catalogue;

/// <summary>An internet provider; names are invented.</summary>
/// <param name="Name">As events carry it in <c>isp</c>.</param>
/// <param name="BandwidthFactor">Its lines against the country's median.</param>
/// <param name="StallFactor">How long and how often its lines stall against others.</param>
internal sealed record Provider(string Name, double BandwidthFactor, double StallFactor)
{
    public static readonly Provider Comnet = new("Comnet", 1.05, 1);
    public static readonly Provider Veritel = new("Veritel", 0.95, 1.1);
    public static readonly Provider BlueFiber = new("BlueFiber", 1.6, 0.75);
    public static readonly Provider SkyWave = new("SkyWave", 0.5, 3.4); // satellite: the one that a dashboard should show as bad
    public static readonly Provider TelNova = new("TelNova", 1, 1);
    public static readonly Provider MetroLink = new("MetroLink", 1.1, 0.95);
    public static readonly Provider PacificOne = new("PacificOne", 1.15, 0.9);
    public static readonly Provider AeroNet = new("AeroNet", 0.85, 1.2);
}

/// <summary>A content delivery network.</summary>
/// <param name="Name">As events carry it in <c>cdn</c>.</param>
/// <param name="StartupFactor">Join time against the others.</param>
/// <param name="ErrorFactor">Errors against the others.</param>
internal sealed record DeliveryNetwork(string Name, double StartupFactor, double ErrorFactor)
{
    public static readonly DeliveryNetwork Akamai = new("Akamai", 1, 1);
    public static readonly DeliveryNetwork CloudFront = new("CloudFront", 0.9, 0.95);
    public static readonly DeliveryNetwork Fastly = new("Fastly", 1.12, 1.4);
}
