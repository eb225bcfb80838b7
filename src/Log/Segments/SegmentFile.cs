namespace Kappa.Logs;

/// <summary>A segment file of a partition's directory.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="BaseOffset">Offset that its name gives: no record in it lies before it.</param>
/// <param name="Bytes">Size of the file when the directory was looked at, in bytes.</param>
public sealed record SegmentFile(string Path, long BaseOffset, long Bytes);
