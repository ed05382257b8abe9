using Telemetry.Domain.Windows;

namespace Telemetry.Ingestion.Snapshots;

/// <summary>A pane as the block that snapshots hold of it.</summary>
/// <param name="Block">The bytes; see <see cref="PaneBlock"/>.</param>
/// <param name="Index">The pane's index.</param>
/// <param name="Texts">What the bytes were written with.</param>
internal sealed record PackedPane(byte[] Block, long Index, TextTables Texts) : IPackedPane
{
    public Pane Unpack() => PaneBlock.Decode(Block, Index, Texts.Ids());
}
