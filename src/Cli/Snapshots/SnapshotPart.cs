namespace Kappa.Cli;

/// <summary>A file with rows of a dump.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Format">Its format.</param>
internal sealed record SnapshotPart(string Path, string Name, string Format)
{
    public const string Csv = "csv";
    public const string Tsv = "tsv";
    public const string Json = "json";
    public const string Parquet = "parquet";

    /// <summary>Whether all its values are text, so that somebody has to say what they are.</summary>
    public bool IsText => Format is Csv or Tsv;

    /// <summary>The format of a file by its name; null where that does not tell it.</summary>
    public static string? FormatOf(string file) => System.IO.Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".CSV" => Csv,
        ".TSV" or ".TAB" => Tsv,
        ".JSON" or ".NDJSON" or ".JSONL" => Json,
        ".PARQUET" => Parquet,
        _ => null,
    };

    /// <summary>Opens the file.</summary>
    /// <exception cref="KappaException">KAP7103: it is not there. KAP7109: it cannot be read.</exception>
    public Stream Open()
    {
        try
        {
            return File.OpenRead(Path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliErrors.FileMissing("file or folder", Name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.NoAccess(Name, error);
        }
    }

    /// <summary>Its rows, where they are text alone.</summary>
    /// <param name="input">The open file.</param>
    public CsvRows Texts(Stream input) => new(input, Format == Tsv ? '\t' : null);

    /// <summary>Its rows, where they are more than text.</summary>
    /// <param name="input">The open file.</param>
    public IRecordSource Records(Stream input) => Format == Json ? new JsonRecords(input) : new ParquetRecords(input);
}
