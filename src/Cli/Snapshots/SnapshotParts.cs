namespace Kappa.Cli;

/// <summary>The files of a dump: one, those of a folder, or what came on standard input.</summary>
/// <remarks>
/// Standard input waits in a file until it is whole: what its columns are shows at its end only, and Parquet has its
/// index there.
/// </remarks>
internal sealed class SnapshotParts : IDisposable
{
    private const string StandardInput = "-";

    private readonly string? _scratch;

    private SnapshotParts(IReadOnlyList<SnapshotPart> all, string? scratch) => (All, _scratch) = (all, scratch);

    public IReadOnlyList<SnapshotPart> All { get; }

    /// <summary>Finds the files.</summary>
    /// <param name="context">Standard input.</param>
    /// <param name="path">The file or folder; - is standard input.</param>
    /// <param name="format">The format; null where names tell it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KappaException">KAP7101: no format. KAP7103: no file of a known format.</exception>
    public static async Task<SnapshotParts> FindAsync(
        CliContext context, string path, string? format, CancellationToken cancellationToken)
    {
        if (path == StandardInput)
        {
            return await TakeInputAsync(context, Require(format, "standard input"), cancellationToken);
        }

        if (!Directory.Exists(path))
        {
            return new SnapshotParts([new SnapshotPart(path, path, Require(format ?? FormatOf(path), path))], null);
        }

        SnapshotPart[] parts = [.. Directory.GetFiles(path).Where(file => FormatOf(file) is not null)
            .Order(StringComparer.Ordinal).Select(file => new SnapshotPart(file, file, format ?? FormatOf(file)!))];
        return parts.Length > 0 ? new SnapshotParts(parts, null) : throw CliErrors.FileMissing(
            "file of a known format (.csv, .tsv, .json, .ndjson, .jsonl, .parquet) in", path);
    }

    /// <summary>How much of all parts is read, from 0 to 1.</summary>
    /// <param name="part">The part that is being read.</param>
    /// <param name="share">How much of it is; null where nobody knows.</param>
    public double? ShareOf(SnapshotPart part, double? share)
    {
        (double done, double all) = (0, 0);
        bool isBefore = true;
        foreach (SnapshotPart other in All)
        {
            long length = new FileInfo(other.Path).Length;
            isBefore &= other != part;
            done += isBefore ? length : other == part ? length * (share ?? 0) : 0;
            all += length;
        }

        return share is null || all == 0 ? null : done / all;
    }

    public void Dispose()
    {
        if (_scratch is not null)
        {
            Directory.Delete(_scratch, recursive: true);
        }
    }

    private static string? FormatOf(string file) => SnapshotPart.FormatOf(file);

    private static string Require(string? format, string dump) => format ?? throw CliErrors.FormatMissing(dump);

    private static async Task<SnapshotParts> TakeInputAsync(
        CliContext context, string format, CancellationToken cancellationToken)
    {
        if (context.InputIsTerminal)
        {
            await context.Error.WriteLineAsync("Reading the dump from the terminal; Ctrl-D ends.");
        }

        string scratch = Directory.CreateTempSubdirectory("kappa-snapshot-").FullName;
        var parts = new SnapshotParts(
            [new SnapshotPart(Path.Combine(scratch, "input"), "standard input", format)], scratch);
        try
        {
            await using Stream input = context.OpenInput();
            await using FileStream file = File.Create(parts.All[0].Path);
            await input.CopyToAsync(file, cancellationToken);
            return parts;
        }
        catch (Exception error)
        {
            parts.Dispose();
            if (error is IOException)
            {
                throw CliErrors.NoAccess("standard input", error);
            }

            throw;
        }
    }
}
