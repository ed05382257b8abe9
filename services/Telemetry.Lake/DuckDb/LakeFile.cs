namespace Telemetry.Lake.DuckDb;

/// <summary>A Parquet file as it was when the lake was listed. Files are never changed in place; one of another size or time is another file.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Bytes">Size.</param>
/// <param name="ModifiedTicks">Time of the last change, UTC ticks.</param>
internal readonly record struct LakeFile(string Path, long Bytes, long ModifiedTicks);
