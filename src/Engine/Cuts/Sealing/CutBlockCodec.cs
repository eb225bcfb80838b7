using System.IO.Compression;

namespace Kappa.Engine;

/// <summary>Codes sealed blocks of the cut log (protocols.md 5).</summary>
/// <remarks>
/// A record of the sealed topic, after its version byte (2; 1 has two columns less) and codec byte (1, Brotli), in
/// varints: offset in the cut topic that the block begins at, offset behind it, number of the cut before it, number of
/// its last cut, length of the body; then the body, compressed. The body: clock, event time (zigzag) and ends (count,
/// ends) of the cut before it; count of carried records, each offset, length, bytes: the list of sources and the
/// cutovers before the block; count of records; length of each <see cref="CutColumn"/>; the columns.
/// </remarks>
internal static class CutBlockCodec
{
    public const byte Version = 2;
    public const byte Brotli = 1;
    public const int Window = 22;

    public const byte Verbatim = 0;
    public const byte Cuts = 1;
    public const byte CutsWithBase = 2;

    public static readonly int ColumnCount = Enum.GetValues<CutColumn>().Length;

    private const int ColumnsOfVersion1 = (int)CutColumn.SizeClasses;
    private const byte TagsOfRule = 2; // 1 and 2 are of rule 1, 3 and 4 of rule 2.

    private const int MostBytes = 64 << 20; // Damage cannot ask for memory.

    /// <summary>Reads what a block says of itself before its body.</summary>
    public static CutBlockHeader ReadHeader(ReadOnlySpan<byte> data, string what)
    {
        var reader = new ByteReader(data, what);
        return ReadHeader(ref reader, what, out _, out _);
    }

    /// <summary>Reads a block.</summary>
    /// <param name="data">The value of its record.</param>
    /// <param name="what">For the message if it is damaged.</param>
    public static CutBlock Read(ReadOnlySpan<byte> data, string what)
    {
        var reader = new ByteReader(data, what);
        CutBlockHeader header = ReadHeader(ref reader, what, out byte version, out int length);
        byte[] body = new byte[length];
        if (!BrotliDecoder.TryDecompress(reader.Rest(), body, out int written) || written != length)
        {
            throw reader.Damaged();
        }

        return new CutBlockReader(header).Read(body, version == Version ? ColumnCount : ColumnsOfVersion1, what);
    }

    /// <summary>The tag of a record of cuts.</summary>
    public static byte TagOf(CutsRecord record) =>
        (byte)((record.HasBase ? CutsWithBase : Cuts) + ((record.Rule - 1) * TagsOfRule));

    /// <summary>Takes rule and base of a record of cuts from its tag.</summary>
    public static bool TryTakeTag(byte tag, CutsRecord record)
    {
        record.Rule = (byte)(1 + ((tag - 1) / TagsOfRule));
        record.HasBase = tag % TagsOfRule == 0;
        return record.Rule <= SliceInfo.OrderingRule;
    }

    private static CutBlockHeader ReadHeader(ref ByteReader reader, string what, out byte version, out int length)
    {
        version = reader.VersionUpTo(Version);
        byte codec = reader.Byte();
        if (codec != Brotli)
        {
            throw EngineErrors.UnknownRecordVersion($"{what} (its codec)", codec, Brotli);
        }

        var header = new CutBlockHeader(reader.Long(), reader.Long(), reader.Long(), reader.Long());
        length = reader.CountUpTo(MostBytes);
        return header.End >= header.Start ? header : throw reader.Damaged();
    }
}
