namespace Kappa.Cli;

/// <summary>The formats that <c>topic produce</c> reads.</summary>
internal static class RecordFile
{
    /// <summary>Lines are envelopes, as <c>topic consume</c> writes them.</summary>
    public const string Records = "records";

    /// <summary>Each line is a value.</summary>
    public const string Json = "json";

    /// <summary>Each row is a value; the first one names the fields.</summary>
    public const string Csv = "csv";

    /// <summary>Each row is a value.</summary>
    public const string Parquet = "parquet";

    /// <summary>The format of a file: by its name, else envelopes unless fields are named.</summary>
    public static string FormatOf(string file, bool hasFields) =>
        Path.GetExtension(file).ToUpperInvariant() switch
        {
            ".CSV" => Csv,
            ".PARQUET" => Parquet,
            _ => hasFields ? Json : Records,
        };

    /// <summary>Opens a file.</summary>
    /// <param name="input">Its bytes; they stay the caller's.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="format">Its format.</param>
    /// <param name="strings">Whether fields of CSV stay text.</param>
    /// <exception cref="KappaException">KAP7101: it cannot be read from a pipe.</exception>
    public static IRecordSource Open(Stream input, string file, string format, bool strings) => format switch
    {
        Csv => new CsvRecords(input, strings),
        Parquet when !input.CanSeek => throw CliErrors.BadValue(
            "FILE", file, "a file on disk, since Parquet has its index at the end: save it there first"),
        Parquet => new ParquetRecords(input),
        _ => new LineRecords(input),
    };
}
