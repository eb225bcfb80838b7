using Kappa.Logs;

namespace Kappa.Engine;

/// <summary>A source partition that a task is to read.</summary>
/// <param name="Cursor">Stands at the offset.</param>
/// <param name="Source">Index of the partition in a cut.</param>
/// <param name="Rank">Rank of the partition among all sources.</param>
/// <param name="Offset">First offset to read.</param>
/// <param name="OutOfPlace">Records of it that take the turn of others, by offset; null for none.</param>
internal sealed record SourcePosition(
    RecordCursor Cursor, int Source, int Rank, long Offset, OutOfPlaceRecord[]? OutOfPlace);
