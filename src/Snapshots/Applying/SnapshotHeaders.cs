using System.Text;

namespace Kappa.Snapshots;

/// <summary>The headers of a snapshot's records: <c>kappa-snapshot</c>, the id, and <c>kappa-operation</c>.</summary>
/// <remarks>
/// In Kafka's coding: a count, then name and value of each, all lengths as zigzag varints. They are the same for all
/// records of one operation, so they are made once.
/// </remarks>
internal sealed class SnapshotHeaders(string id)
{
    private static readonly byte[] SnapshotName = Encoding.UTF8.GetBytes("kappa-snapshot");
    private static readonly byte[] OperationName = Encoding.UTF8.GetBytes("kappa-operation");

    public byte[] Insert { get; } = Of(id, "insert");

    public byte[] Update { get; } = Of(id, "update");

    public byte[] Delete { get; } = Of(id, "delete");

    /// <summary>Whether a snapshot wrote a record.</summary>
    public static bool IsFromSnapshot(ReadOnlySpan<byte> headers) => !IdOf(headers).IsEmpty;

    /// <summary>The snapshot that wrote a record, as UTF-8; empty where none did.</summary>
    public static ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> headers) => Find(headers, SnapshotName);

    /// <summary>What a record says that it does; empty where it does not.</summary>
    public static ReadOnlySpan<byte> OperationOf(ReadOnlySpan<byte> headers) => Find(headers, OperationName);

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> headers, byte[] wanted)
    {
        int at = 0;
        for (long count = headers.IsEmpty ? 0 : ReadVarint(headers, ref at); count > 0; count--)
        {
            ReadOnlySpan<byte> name = Take(headers, ref at);
            ReadOnlySpan<byte> value = Take(headers, ref at);
            if (name.SequenceEqual(wanted))
            {
                return value;
            }
        }

        return default;
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> headers, scoped ref int at)
    {
        long length = ReadVarint(headers, ref at);
        int start = at;
        at += (int)Math.Clamp(length, 0, headers.Length - at); // -1 is null.
        return headers[start..at];
    }

    private static byte[] Of(string id, string operation)
    {
        var bytes = new List<byte>();
        AddVarint(bytes, 2);
        foreach (byte[] part in (byte[][])
            [SnapshotName, Encoding.UTF8.GetBytes(id), OperationName, Encoding.UTF8.GetBytes(operation)])
        {
            AddVarint(bytes, part.Length);
            bytes.AddRange(part);
        }

        return [.. bytes];
    }

    private static void AddVarint(List<byte> bytes, int value)
    {
        uint rest = (uint)value << 1;
        for (; rest > 0x7f; rest >>= 7)
        {
            bytes.Add((byte)(rest | 0x80));
        }

        bytes.Add((byte)rest);
    }

    private static long ReadVarint(ReadOnlySpan<byte> headers, scoped ref int at)
    {
        ulong value = 0;
        for (int shift = 0; at < headers.Length && shift < 64; shift += 7)
        {
            byte next = headers[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        return (long)(value >> 1) ^ -(long)(value & 1);
    }
}
