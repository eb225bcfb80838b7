using Kappa.Snapshots;
using Kappa.Worker;

namespace Kappa.Cli;

/// <summary>A dump in a file, in a folder of parts, or on standard input.</summary>
/// <param name="context">Standard input, and where to say how far it is.</param>
/// <param name="path">The file or folder; - is standard input.</param>
/// <param name="format">Its format; null where names tell it.</param>
/// <param name="topic">The topic, for messages.</param>
internal sealed class SnapshotFile(CliContext context, string path, string? format, string topic) : ISnapshotSource
{
    /// <summary>A place is the number of a part and that of a line in it.</summary>
    private const int LineBits = 40;

    private readonly List<(SnapshotPart Part, IRecordSource? Records)> _read = [];

    public async Task ReadAsync(ISnapshotRows rows, CancellationToken cancellationToken)
    {
        using SnapshotParts parts = await SnapshotParts.FindAsync(context, path, format, cancellationToken);
        IReadOnlyDictionary<string, ColumnType> types = await TypesAsync(parts, rows.Types, cancellationToken);
        await SnapshotProgress.ShowAsync(context, topic, $"Reading {path}", async progress =>
        {
            for (int i = 0; i < parts.All.Count; i++)
            {
                SnapshotPart part = parts.All[i];
                await using Stream input = part.Open();
                IRecordSource? records = part.IsText ? null : part.Records(input);
                _read.Add((part, records));
                progress.Share = () => parts.ShareOf(
                    part, records is null ? LineRecords.ShareOf(input) : records.Share);
                await ReadAsync(i, input, rows, types, progress, cancellationToken);
            }
        });
    }

    public string Describe(long place)
    {
        SnapshotPart part = _read[(int)(place >> LineBits)].Part;
        return $"{UnitOf(place >> LineBits)} {place & ((1L << LineBits) - 1)} of {part.Name}";
    }

    private string UnitOf(long part) => _read[(int)part].Records?.Unit ?? "line";

    private Task ReadAsync(
        int number, Stream input, ISnapshotRows rows, IReadOnlyDictionary<string, ColumnType> types,
        SnapshotProgress progress, CancellationToken cancellationToken)
    {
        (SnapshotPart part, IRecordSource? records) = _read[number];
        long place = (long)number << LineBits;
        return NameAsync(part, () => UnitOf(number), () => records is null
            ? part.Texts(input).ReadAsync(new CsvDump(rows, types, place, progress), cancellationToken)
            : records.ReadAsync(new SnapshotLines(rows, place, progress), cancellationToken));
    }

    /// <summary>What the columns of text are: those that nobody has told are looked at in all rows first.</summary>
    private async Task<IReadOnlyDictionary<string, ColumnType>> TypesAsync(
        SnapshotParts parts, IReadOnlyDictionary<string, ColumnType> known, CancellationToken cancellationToken)
    {
        Dictionary<string, ColumnType> types = new(known, StringComparer.Ordinal);
        SnapshotPart[] texts = [.. parts.All.Where(part => part.IsText)];
        if (await AreToldAsync(texts, known, cancellationToken))
        {
            return types;
        }

        var scan = new CsvScan();
        await SnapshotProgress.ShowAsync(context, topic, $"Looking at the columns of {path}", async progress =>
        {
            foreach (SnapshotPart part in texts)
            {
                await using Stream input = part.Open();
                progress.Share = () => parts.ShareOf(part, LineRecords.ShareOf(input));
                scan.Progress = progress;
                await NameAsync(
                    part, () => "line", () => part.Texts(input).ReadAsync(scan, cancellationToken));
            }
        });

        foreach ((string name, ColumnType type) in scan.Types)
        {
            ColumnType told = known.GetValueOrDefault(name);
            types[name] = told == ColumnType.Any ? type : told;
        }

        return types;
    }

    private static async Task<bool> AreToldAsync(
        SnapshotPart[] parts, IReadOnlyDictionary<string, ColumnType> known, CancellationToken cancellationToken)
    {
        foreach (SnapshotPart part in parts)
        {
            await using Stream input = part.Open();
            string[] names = [];
            await NameAsync(part, () => "line", async () =>
                names = await part.Texts(input).ReadNamesAsync(cancellationToken));
            if (names.Any(name => known.GetValueOrDefault(name) == ColumnType.Any))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Names the part and the row where reading fails.</summary>
    private static async Task NameAsync(SnapshotPart part, Func<string> unit, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (RecordLineException error)
        {
            throw SnapshotErrors.BrokenRow($"{unit()} {error.Line} of {part.Name}", error.Reason, error);
        }
    }
}
