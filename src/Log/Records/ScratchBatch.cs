namespace Kappa.Logs;

/// <summary>A batch that lies in a scratch file.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Length">Bytes, the room for its header included.</param>
/// <param name="Count">Records.</param>
/// <param name="BaseTimestamp">Timestamp of the first record, milliseconds since 1970.</param>
/// <param name="MaxTimestamp">The highest timestamp.</param>
internal readonly record struct ScratchBatch(
    long Position, int Length, int Count, long BaseTimestamp, long MaxTimestamp);
