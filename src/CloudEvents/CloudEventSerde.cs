using System.Buffers;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace Kappa;

/// <summary>
/// CloudEvents in structured mode: an event, envelope and data, as one JSON object (CloudEvents 1.0, JSON format, 3).
/// </summary>
/// <typeparam name="T">Type of the data, as System.Text.Json reads and writes it.</typeparam>
/// <remarks>
/// Thread-safe. <see cref="CloudEvent.Data"/> of what is read is a <typeparamref name="T"/>, or null where the event
/// has none. The binary mode, whose attributes are headers, is not for a serde, which sees the bytes of a value alone.
/// </remarks>
public sealed class CloudEventSerde<T> : ISerde<CloudEvent>, IJsonForm<CloudEvent>
{
    private readonly JsonEventFormatter<T> _formatter;

    /// <summary>Reads and writes events.</summary>
    /// <param name="options">How data is read and written; null for camel case, as JSON on the web has it.</param>
    public CloudEventSerde(JsonSerializerOptions? options = null) =>
        _formatter = new JsonEventFormatter<T>(options ?? JsonSerializerOptions.Web, default);

    /// <inheritdoc/>
    public string Name => $"cloudevent({typeof(T).Name})";

    /// <inheritdoc/>
    /// <exception cref="KappaException">
    /// KAP1102: an attribute that is required is missing (id, source, type), or the data cannot be written.
    /// </exception>
    public void Serialize(CloudEvent value, IBufferWriter<byte> writer)
    {
        try
        {
            writer.Write(_formatter.EncodeStructuredModeMessage(value, out _).Span);
        }
        catch (Exception cause) when (cause is ArgumentException or InvalidCastException or NotSupportedException
            or JsonException)
        {
            throw SerdeErrors.CannotWrite(Name, cause.Message, cause);
        }
    }

    /// <inheritdoc/>
    public CloudEvent Deserialize(ReadOnlySpan<byte> data)
    {
        try
        {
            return _formatter.DecodeStructuredModeMessage(data.ToArray(), null, null);
        }
        catch (Exception cause) when (cause is ArgumentException or JsonException or FormatException
            or InvalidOperationException or NotSupportedException)
        {
            throw SerdeErrors.BadBytes(Name, data, $"they are no CloudEvent: {cause.Message}", cause);
        }
    }

    /// <inheritdoc/>
    public string ToJson(CloudEvent value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Serialize(value, bytes);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <inheritdoc/>
    public CloudEvent FromJson(string json) => Deserialize(Encoding.UTF8.GetBytes(json));
}
