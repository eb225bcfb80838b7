using System.Globalization;
using System.Text.Unicode;

namespace Kappa.Tests;

/// <summary>A flight, and the record of topic <c>flights</c> that it is.</summary>
/// <param name="Date">Departure, to the minute; local time, read as UTC.</param>
/// <param name="Delay">Delay of the arrival in minutes; negative when early.</param>
/// <param name="Distance">Distance in miles.</param>
/// <param name="Origin">IATA code of the airport it came from.</param>
/// <param name="Destination">IATA code of the airport it went to.</param>
internal readonly record struct FlightRecord(
    DateTime Date, int Delay, int Distance, string Origin, string Destination)
{
    /// <summary>The text of dates in the topic.</summary>
    public const string DateFormat = "yyyy/MM/dd HH:mm";

    private const int LongestValue = 160;

    /// <summary>The record's key: where the flight came from, as in <c>kappa demo</c>.</summary>
    public string Key => Origin;

    /// <summary>The record's timestamp, milliseconds since 1970: the departure.</summary>
    public long TimestampMs => (Date.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    /// <summary>The record's value: JSON, byte for byte as the sample's file has it.</summary>
    public byte[] Value()
    {
        Span<byte> json = stackalloc byte[LongestValue];
        return Utf8.TryWrite(
            json, CultureInfo.InvariantCulture,
            $$"""{"date":"{{Date:yyyy/MM/dd HH:mm}}","delay":{{Delay}},"distance":{{Distance}},""" +
            $"\"origin\":\"{Origin}\",\"destination\":\"{Destination}\"}}",
            out int length)
            ? json[..length].ToArray()
            : throw new InvalidOperationException($"{this} has more than {LongestValue} bytes of JSON.");
    }
}
