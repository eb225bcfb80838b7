using System.Buffers;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Kappa;

/// <summary>Messages of one type, with the place of the type in its file in front or without.</summary>
internal sealed class ProtobufCoding<T> : ISchemaCoding<T>
    where T : class, IMessage<T>, new()
{
    private const string GooglesOwn = "google/protobuf/";

    private static readonly MessageParser<T> Parser = new(() => new T());
    private static readonly MessageDescriptor Descriptor = new T().Descriptor;

    private byte[] _indexes = []; // None without a registry.

    public SchemaFormat Format => SchemaFormat.Protobuf;

    public string Name { get; } = $"protobuf({Descriptor.FullName})";

    /// <summary>The descriptor of the file, in base64: registries take it in the place of the .proto's text.</summary>
    public string Schema =>
        Descriptor.File.Dependencies.FirstOrDefault(
            file => !file.Name.StartsWith(GooglesOwn, StringComparison.Ordinal)) is { } import
            ? throw ProtobufErrors.ImportNotRegistered(Descriptor.File.Name, import.Name)
            : Descriptor.File.SerializedData.ToBase64();

    public ProtobufCoding<T> WithIndexes() => new() { _indexes = MessageIndexes.Of(Descriptor) };

    public void Write(T value, IBufferWriter<byte> writer)
    {
        writer.Write(_indexes);
        try
        {
            value.WriteTo(writer);
        }
        catch (Exception cause) when (cause is InvalidOperationException or ArgumentException)
        {
            throw SerdeErrors.CannotWrite(Name, cause.Message, cause);
        }
    }

    /// <summary>Reads a message without indexes.</summary>
    public T Read(ReadOnlySpan<byte> data, string serde)
    {
        try
        {
            return Parser.ParseFrom(data);
        }
        catch (InvalidProtocolBufferException cause)
        {
            throw SerdeErrors.BadBytes(serde, data, cause.Message, cause);
        }
    }

    /// <summary>Any schema: Protobuf reads fields that it does not know, and lacks those that are gone.</summary>
    public SchemaReader<T> ReaderOf(RegisteredSchema schema, string serde) => ReadIndexed;

    public string ToJson(T value) => JsonFormatter.Default.Format(value);

    public T FromJson(string json) => JsonParser.Default.Parse<T>(json);

    private T ReadIndexed(ReadOnlySpan<byte> body, string serde)
    {
        int length = MessageIndexes.LengthAt(body);
        if (length == 0)
        {
            throw SerdeErrors.BadBytes(
                serde, body, "the indexes of the message's type, which follow the schema id, are cut short.");
        }

        return MessageIndexes.AreSame(body[..length], _indexes)
            ? Read(body[length..], serde)
            : throw SerdeErrors.BadBytes(
                serde, body, $"they are a message of another type of the file: its indexes are " +
                $"{MessageIndexes.Text(body[..length])}, those of {Descriptor.Name} are " +
                $"{MessageIndexes.Text(_indexes)}.");
    }
}
