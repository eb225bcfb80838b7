namespace Kappa.Logs;

/// <summary>Kafka's numbers of the codecs of a batch, the three lowest bits of its attributes.</summary>
internal static class Codecs
{
    public const int None = 0;
    public const int Gzip = 1;
    public const int Snappy = 2;
    public const int Lz4 = 3;
    public const int Zstd = 4;

    public static string Name(int codec) => codec switch
    {
        None => "none",
        Gzip => "gzip",
        Snappy => "snappy",
        Lz4 => "lz4",
        Zstd => "zstd",
        _ => $"unknown codec {codec}",
    };
}
