using System.Buffers;
using System.Text.Json;
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
        for (int i = 0; i < reader.RowGroupCount; i++)
        {
            await ReadGroupAsync(reader, i, names, sink, cancellationToken);
        }

        await sink.PauseAsync(cancellationToken);
    }

    /// <summary>The names of fields, escaped once.</summary>
    internal static JsonEncodedText[] Names(IEnumerable<Field> fields) =>
        [.. fields.Select(field => JsonEncodedText.Encode(field.Name, AnswerJson.Options.Encoder))];

    private async Task ReadGroupAsync(
        ParquetReader reader, int number, JsonEncodedText[] names, ILineSink sink, CancellationToken cancellationToken)
    {
        using ParquetRowGroupReader group = reader.OpenRowGroupReader(number);
        Dictionary<string, RawColumnData> columns = new(StringComparer.Ordinal);
        try
        {
            ParquetNode[] fields = await TryAsync(async () =>
            {
                foreach (DataField field in reader.Schema.DataFields)
                {
                    columns.Add(
                        field.Path.ToString(), await group.ReadRawColumnDataBaseAsync(field, cancellationToken));
                }

                return reader.Schema.Fields.Select(field => ParquetNode.Open(field, columns)).ToArray();
            });
            await WriteAsync(fields, names, _row + group.RowCount, sink, cancellationToken);
        }
        finally
        {
            foreach (RawColumnData column in columns.Values)
            {
                column.Dispose();
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
