using System.Security.Cryptography;
using Kappa.Logs;

namespace Kappa.Snapshots;

/// <summary>A record by which a topic is known again.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="TimestampMs">Its timestamp.</param>
/// <param name="Digest">SHA-256 of its key and value, in hexadecimal.</param>
internal sealed record ImageRecord(long Offset, long TimestampMs, string Digest)
{
    public static ImageRecord Of(RecordCursor cursor)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(cursor.Key);
        hash.AppendData([cursor.HasValue ? (byte)1 : (byte)0]);
        hash.AppendData(cursor.Value);
        return new ImageRecord(cursor.Offset, cursor.TimestampMs, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
