namespace Telemetry.Lake.Queries;

/// <summary>Types that a result column may have, with the CLR type of its values. Every value may be null.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "They are names of SQL types.")]
public enum ColumnType
{
    /// <summary><see cref="string"/>; also whatever has no type of its own here, as text.</summary>
    Text,

    /// <summary><see cref="long"/>.</summary>
    Integer,

    /// <summary><see cref="double"/>; NaN and infinities come as null.</summary>
    Real,

    /// <summary><see cref="decimal"/>.</summary>
    Decimal,

    /// <summary><see cref="bool"/>.</summary>
    Boolean,

    /// <summary><see cref="DateOnly"/>.</summary>
    Date,

    /// <summary><see cref="DateTime"/> of kind UTC, milliseconds.</summary>
    Timestamp,
}

/// <summary>A column of a result.</summary>
/// <param name="Name">As the statement names it.</param>
/// <param name="Type">Type of its values.</param>
public sealed record QueryColumn(string Name, ColumnType Type);

/// <summary>A page of a result.</summary>
/// <param name="Columns">The same on every page.</param>
/// <param name="Rows">Values in the order of <paramref name="Columns"/>.</param>
/// <param name="NextPageToken">Asks for the next page; null on the last one.</param>
public sealed record QueryPage(IReadOnlyList<QueryColumn> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows, string? NextPageToken);
