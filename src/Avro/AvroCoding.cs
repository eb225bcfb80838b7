using System.Buffers;
using System.Text;
using Avro;
using Avro.Generic;
using Avro.IO;
using Avro.Specific;

namespace Kappa;

/// <summary>Values of one schema in Avro's binary encoding.</summary>
internal sealed class AvroCoding<T> : ISchemaCoding<T>
{
    private static readonly bool IsSpecific = typeof(ISpecificRecord).IsAssignableFrom(typeof(T));

    private readonly Schema _schema;
    private readonly DatumWriter<T> _writer;

    public AvroCoding(string schema)
    {
        try
        {
            _schema = Avro.Schema.Parse(schema);
            _writer = IsSpecific ? new SpecificDatumWriter<T>(_schema) : new GenericDatumWriter<T>(_schema);
        }
        catch (Exception cause) when (IsOfTheSchema(cause))
        {
            throw AvroErrors.NoSchema(typeof(T), cause.Message, cause);
        }

        Name = $"avro({_schema.Name})";
        Schema = _schema.ToString();
    }

    public SchemaFormat Format => SchemaFormat.Avro;

    public string Schema { get; }

    public string Name { get; }

    public static string SchemaOfType() =>
        IsSpecific && Activator.CreateInstance<T>() is ISpecificRecord { Schema: { } schema }
            ? schema.ToString()
            : throw AvroErrors.NoSchema(typeof(T), "the type was not made by avrogen, and no schema is given.", null);

    public void Write(T value, IBufferWriter<byte> writer)
    {
        SpanEncoder encoder = SpanEncoder.Take(writer);
        try
        {
            _writer.Write(value, encoder);
        }
        catch (Exception cause) when (cause is AvroException or InvalidCastException or NullReferenceException
            or FormatException or OverflowException or ArgumentException)
        {
            throw SerdeErrors.CannotWrite(Name, $"it does not fit its schema: {cause.Message}", cause);
        }

        SpanEncoder.Return(encoder);
    }

    /// <summary>What reads bytes that this schema wrote.</summary>
    public SchemaReader<T> Reader() => ReaderOf(_schema);

    public SchemaReader<T> ReaderOf(RegisteredSchema schema, string serde)
    {
        try
        {
            var names = new SchemaNames();
            foreach (string reference in schema.References)
            {
                Avro.Schema.Parse(reference, names, null);
            }

            return ReaderOf(Avro.Schema.Parse(schema.Text, names, null));
        }
        catch (Exception cause) when (IsOfTheSchema(cause))
        {
            throw SerdeErrors.IncompatibleSchema(
                serde, schema.Id, $"Avro cannot resolve it to the schema {_schema.Name} of the topology " +
                $"({cause.Message.Trim().TrimEnd('.')}).", cause);
        }
    }

    public string ToJson(T value)
    {
        var stream = new MemoryStream();
        var encoder = new JsonEncoder(_schema, stream);
        _writer.Write(value, encoder);
        encoder.Flush();
        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    public T FromJson(string json) =>
        ReaderFor(_schema).Read(default!, new JsonDecoder(_schema, json));

    private static bool IsOfTheSchema(Exception error) =>
        error is AvroException or Newtonsoft.Json.JsonException or ArgumentException or InvalidCastException;

    private DatumReader<T> ReaderFor(Schema written) => IsSpecific
        ? new SpecificDatumReader<T>(written, _schema)
        : new GenericDatumReader<T>(written, _schema);

    private SchemaReader<T> ReaderOf(Schema written)
    {
        if (!_schema.CanRead(written))
        {
            throw new AvroException($"a reader of {_schema.Name} cannot read {written.Name}");
        }

        DatumReader<T> reader = ReaderFor(written);
        return (body, serde) => Read(reader, body, serde);
    }

    private static unsafe T Read(DatumReader<T> reader, ReadOnlySpan<byte> body, string serde)
    {
        SpanDecoder decoder = SpanDecoder.Take();
        T value;
        fixed (byte* bytes = body)
        {
            decoder.Begin(bytes, body.Length);
            try
            {
                value = reader.Read(default!, decoder);
            }
            catch (Exception cause) when (cause is AvroException or InvalidCastException or ArgumentException
                or IndexOutOfRangeException or OverflowException or NullReferenceException)
            {
                throw SerdeErrors.BadBytes(serde, body, $"{cause.Message.Trim().TrimEnd('.')}.", cause);
            }
        }

        if (decoder.Left > 0)
        {
            throw SerdeErrors.BadBytes(serde, body, $"{decoder.Left} bytes are left over behind the value.");
        }

        SpanDecoder.Return(decoder);
        return value;
    }
}
