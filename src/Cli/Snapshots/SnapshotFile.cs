using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>A dump in a file, in a folder of parts, or on standard input.</summary>
/// <param name="context">Standard input, and where to say how far it is.</param>
/// <param name="path">The file or folder; - is standard input.</param>
/// <param name="format">Its format; null where names say it.</param>
/// <param name="strings">Whether fields of CSV stay text.</param>
/// <param name="topic">The topic, for messages.</param>
internal sealed class SnapshotFile(CliContext context, string path, string? format, bool strings, string topic)
    : ISnapshotSource
{
    public const string Csv = "csv";
    public const string Tsv = "tsv";
    public const string Json = "json";
    public const string Parquet = "parquet";

    private const string StandardInput = "-";

    /// <summary>A place is the number of a part and that of a line in it.</summary>
    private const int LineBits = 40;

    private readonly List<(string Name, string Unit)> _parts = [];

    public async Task ReadAsync(ISnapshotRows rows, CancellationToken cancellationToken)
    {
        foreach (string part in Parts())
        {
            await using Stream input = Open(part);
            IRecordSource records = RecordsOf(input, part, format ?? FormatOf(part));
            long place = (long)_parts.Count << LineBits;
            _parts.Add((part == StandardInput ? "standard input" : part, records.Unit));
            try
            {
                await records.ReadAsync(
                    new ProduceProgress(new SnapshotLines(rows, place), context, topic, records), cancellationToken);
            }
            catch (RecordLineException error)
            {
                throw SnapshotErrors.BrokenRow(Describe(place + error.Line), error.Reason, error);
            }
        }
    }

    public string Describe(long place)
    {
        (string name, string unit) = _parts[(int)(place >> LineBits)];
        return $"{unit} {place & ((1L << LineBits) - 1)} of {name}";
    }

    private static string? FormatOf(string file) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".CSV" => Csv,
        ".TSV" or ".TAB" => Tsv,
        ".JSON" or ".NDJSON" or ".JSONL" => Json,
        ".PARQUET" => Parquet,
        _ => null,
    };

    /// <summary>The files of a folder are in the order of their names; what is not of a known format is none.</summary>
    private string[] Parts()
    {
        if (path == StandardInput || !Directory.Exists(path))
        {
            return [path];
        }

        string[] parts = [.. Directory.GetFiles(path).Where(file => FormatOf(file) is not null)
            .Order(StringComparer.Ordinal)];
        return parts.Length > 0 ? parts : throw CliErrors.FileMissing(
            "file of a known format (.csv, .tsv, .json, .ndjson, .jsonl, .parquet) in", path);
    }

    private IRecordSource RecordsOf(Stream input, string part, string? chosen) => chosen switch
    {
        Csv => new CsvRecords(input, strings),
        Tsv => new CsvRecords(input, strings, '\t'),
        Json => new JsonRecords(input),
        Parquet when !input.CanSeek => throw HttpErrors.BadParameter(
            "SOURCE", part, "a file on disk, since Parquet has its index at the end: save it there first"),
        Parquet => new ParquetRecords(input),
        _ => throw HttpErrors.BadParameter("--format", "nothing", "given where the name of the dump does not tell it"),
    };

    private Stream Open(string part)
    {
        if (part == StandardInput)
        {
            return context.OpenInput();
        }

        try
        {
            return File.OpenRead(part);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliErrors.FileMissing("file or folder", part);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.NoAccess(part, error);
        }
    }
}
