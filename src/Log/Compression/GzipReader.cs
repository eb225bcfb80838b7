using System.IO.Compression;

namespace Kappa.Logs;

/// <summary>Decompresses gzip, which brokers may have; Kappa does not write it.</summary>
internal static class GzipReader
{
    /// <summary>Decompresses what takes up all of the source.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(byte[] source, int start, int length, ExpansionBuffer target)
    {
        using MemoryStream compressed = new(source, start, length, writable: false);
        using GZipStream stream = new(compressed, CompressionMode.Decompress);
        try
        {
            while (true)
            {
                if (target.Free.Length == 0 && !target.TryGrow())
                {
                    return stream.ReadByte() < 0 ? null : BatchDecompressor.TooLarge(target.Limit);
                }

                int read = stream.Read(target.Free);
                if (read == 0)
                {
                    return null;
                }

                target.Length += read;
            }
        }
        catch (InvalidDataException error)
        {
            return $"the gzip stream is malformed ({error.Message})";
        }
    }
}
