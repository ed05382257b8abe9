namespace Telemetry.Simulator.Catalogue;

/// <summary>One row of the lake's <c>titles</c> table.</summary>
/// <param name="Id">As events carry it, for example <c>TITLE_lnsfz8ap</c>.</param>
/// <param name="Name">Invented name of the film or episode.</param>
/// <param name="Genre">One of eight genres.</param>
/// <param name="DurationSeconds">Length in seconds, above 0.</param>
public sealed record Title(string Id, string Name, string Genre, int DurationSeconds);
