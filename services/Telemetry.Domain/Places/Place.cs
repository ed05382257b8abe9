namespace Telemetry.Domain.Places;

/// <summary>One row of the lake's <c>places</c> table: a city and where it lies.</summary>
/// <param name="Country">Country name as events carry it, for example <c>United States</c>.</param>
/// <param name="State">State, province or region as events carry it.</param>
/// <param name="City">City name as events carry it, with its accents.</param>
/// <param name="TimeZone">IANA time zone, for example <c>Europe/Berlin</c>.</param>
/// <param name="Latitude">Degrees north, −90 to 90.</param>
/// <param name="Longitude">Degrees east, −180 to 180.</param>
public sealed record Place(string Country, string State, string City, string TimeZone, double Latitude, double Longitude);
