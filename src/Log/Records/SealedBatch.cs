namespace Kappa.Logs;

/// <summary>A batch as it goes to the log, but for its base offset.</summary>
/// <param name="Bytes">All of it; of one in a scratch file the header alone.</param>
/// <param name="Length">Bytes of all of it.</param>
/// <param name="Count">Records.</param>
/// <param name="Scratch">The scratch file that it lies in; null where it is in memory.</param>
/// <param name="Position">Where it begins in that file.</param>
internal readonly record struct SealedBatch(
    byte[] Bytes, int Length, int Count, RecordScratch? Scratch = null, long Position = 0)
{
    /// <summary>Gives all of its bytes.</summary>
    /// <param name="buffer">Pooled memory for those that are in a file; valid until its next use.</param>
    public Span<byte> Load(ref byte[] buffer) =>
        Scratch is null ? Bytes.AsSpan(0, Length) : Scratch.Read(Position, Length, ref buffer);
}
