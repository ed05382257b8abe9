using Telemetry.Semantics.Planning;

namespace Telemetry.Semantics.Sql;

/// <summary>A plan as SQL.</summary>
/// <param name="Sql">One SELECT in Athena's dialect.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record CompiledQuery(string Sql, IReadOnlyList<ResultColumn> Columns);
