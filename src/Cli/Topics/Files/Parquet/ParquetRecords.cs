using System.Buffers;
using System.Text.Json;
using Kappa.Snapshots;
using Kappa.Worker;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Kappa.Cli;

/// <summary>Reads Parquet as JSON lines: every row is a value. In memory is one row group at a time.</summary>
/// <param name="input">The file, which can be read at any place; it stays the caller's.</param>
internal sealed class ParquetRecords(Stream input) : IRecordSource
{
    private const int PauseBytes = 256 << 10;
    private const int PauseRows = 1 << 10;

    private readonly ArrayBufferWriter<byte> _line = new();
    private long _rows;
    private long _row;

    public string Unit => "row";

    public double? Share => _rows == 0 ? null : (double)_row / _rows;

    /// <summary>Reads all row groups in their order.</summary>
    /// <exception cref="RecordLineException">KAP6206: the file is no Parquet, or is damaged.</exception>
    public async Task ReadAsync(ILineSink sink, CancellationToken cancellationToken)
    {
        await using ParquetReader reader = await TryAsync(() => ParquetReader.CreateAsync(
            input, new ParquetOptions { UseBigDecimal = true, UseDateOnlyTypeForDates = true }, leaveStreamOpen: true,
            cancellationToken));
        (_rows, JsonEncodedText[] names) = await TryAsync(() => Task.FromResult(
            (reader.RowGroups.Sum(group => group.RowCount), Names(reader.Schema.Fields))));
        SnapshotRow? row = sink is IRowSink
            ? new SnapshotRow([.. reader.Schema.Fields.Select(field => field.Name)]) : null;
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            await ReadGroupAsync(reader, i, names, row, sink, cancellationToken);
        }

        await sink.PauseAsync(cancellationToken);
    }

    /// <summary>The names of fields, escaped once.</summary>
    internal static JsonEncodedText[] Names(IEnumerable<Field> fields) =>
        [.. fields.Select(field => JsonEncodedText.Encode(field.Name, AnswerJson.Options.Encoder))];

    /// <param name="reader">The file.</param>
    /// <param name="number">Number of the row group.</param>
    /// <param name="names">The names of the columns.</param>
    /// <param name="row">Takes rows value by value; null where all have to be lines.</param>
    /// <param name="sink">Takes rows or lines.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task ReadGroupAsync(
        ParquetReader reader, int number, JsonEncodedText[] names, SnapshotRow? row, ILineSink sink,
        CancellationToken cancellationToken)
    {
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(number);
        Dictionary<string, RawColumnData> columns = new(StringComparer.Ordinal);
        try
        {
            await TryAsync(async () =>
            {
                foreach (DataField field in reader.Schema.DataFields)
                {
                    columns.Add(
                        field.Path.ToString(), await group.ReadRawColumnDataBaseAsync(field, cancellationToken));
                }

                return true;
            });
            long end = _row + group.RowCount;
            if (row is not null && sink is IRowSink rows
                && await TryAsync(() => Task.FromResult(ParquetCells.Open(reader.Schema.Fields, columns))) is { } cells)
            {
                await AddAsync(cells, row, end, rows, cancellationToken);
                return;
            }

            ParquetNode[] fields = await TryAsync(() => Task.FromResult<ParquetNode[]>(
                [.. reader.Schema.Fields.Select(field => ParquetNode.Open(field, columns))]));
            await WriteAsync(fields, names, end, sink, cancellationToken);
        }
        finally
        {
            foreach (RawColumnData column in columns.Values)
            {
                column.Dispose();
            }
        }
    }

    private async Task AddAsync(
        ParquetCell[] cells, SnapshotRow row, long end, IRowSink sink, CancellationToken cancellationToken)
    {
        while (_row < end)
        {
            try
            {
                foreach (ParquetCell cell in cells)
                {
                    cell.Add(row);
                }
            }
            catch (Exception error)
            {
                throw Unreadable(error); // As below.
            }

            sink.Add(++_row, row);
            if (_row % PauseRows == 0)
            {
                await sink.PauseAsync(cancellationToken);
            }
        }
    }

    private async Task WriteAsync(
        ParquetNode[] fields, JsonEncodedText[] names, long end, ILineSink sink, CancellationToken cancellationToken)
    {
        await using var writer = new Utf8JsonWriter(_line, AnswerJson.Options);
        for (int pending = 0; _row < end;)
        {
            WriteRow(writer, fields, names);
            sink.Add(++_row, _line.WrittenSpan);
            pending += _line.WrittenCount;
            if (pending >= PauseBytes)
            {
                pending = 0;
                await sink.PauseAsync(cancellationToken);
            }
        }
    }

    private void WriteRow(Utf8JsonWriter writer, ParquetNode[] fields, JsonEncodedText[] names)
    {
        _line.ResetWrittenCount();
        writer.Reset();
        try
        {
            writer.WriteStartObject();
            for (int i = 0; i < fields.Length; i++)
            {
                writer.WritePropertyName(names[i]);
                fields[i].Write(writer);
            }

            writer.WriteEndObject();
            writer.Flush();
        }
        catch (Exception error)
        {
            throw Unreadable(error); // Columns that do not fit together, or values that do not fit their type.
        }
    }

    /// <summary>Does what fails in many ways, by the library's choice, where a file is not as it should be.</summary>
    private async Task<T> TryAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw Unreadable(error);
        }
    }

    private RecordLineException Unreadable(Exception error)
    {
        string reason = error.Message.ReplaceLineEndings(" ").TrimEnd('.');
        return RecordErrors.BrokenLine(_row + 1, $"cannot be read as Parquet ({error.GetType().Name}): {reason}.");
    }
}
