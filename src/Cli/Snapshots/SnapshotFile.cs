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

    private readonly List<(SnapshotPart Part, IRecordSource Records)> _read = [];

    public async Task ReadAsync(ISnapshotRows rows, CancellationToken cancellationToken)
    {
        using SnapshotParts parts = await SnapshotParts.FindAsync(context, path, format, cancellationToken);
        IReadOnlyDictionary<string, ColumnType> types = await TypesAsync(parts, rows.Types, cancellationToken);
        for (int i = 0; i < parts.All.Count; i++)
        {
            SnapshotPart part = parts.All[i];
            await using Stream input = part.Open();
            IRecordSource records = part.Records(input, types);
            _read.Add((part, records));
            var sink = new SnapshotLines(rows, (long)i << LineBits);
            await ReadAsync(part, records, new ProduceProgress(sink, context, topic, records), cancellationToken);
        }
    }

    public string Describe(long place)
    {
        (SnapshotPart part, IRecordSource records) = _read[(int)(place >> LineBits)];
        return $"{records.Unit} {place & ((1L << LineBits) - 1)} of {part.Name}";
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
        foreach (SnapshotPart part in texts)
        {
            await using Stream input = part.Open();
            await ReadAsync(part, part.Texts(input), scan, cancellationToken);
        }

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
            string[] names;
            try
            {
                names = await part.Texts(input).ReadNamesAsync(cancellationToken);
            }
            catch (RecordLineException error)
            {
                throw SnapshotErrors.BrokenRow($"line {error.Line} of {part.Name}", error.Reason, error);
            }

            if (names.Any(name => known.GetValueOrDefault(name) == ColumnType.Any))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task ReadAsync(
        SnapshotPart part, IRecordSource records, ILineSink sink, CancellationToken cancellationToken)
    {
        try
        {
            await records.ReadAsync(sink, cancellationToken);
        }
        catch (RecordLineException error)
        {
            throw SnapshotErrors.BrokenRow($"{records.Unit} {error.Line} of {part.Name}", error.Reason, error);
        }
    }
}
