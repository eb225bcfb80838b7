namespace Kappa;

/// <content>Dates and times, without loss. All of them sort as they are.</content>
public static partial class Serdes
{
    /// <summary>
    /// A time as 8 bytes of ticks (100 nanoseconds since the year 1), the highest first, then 1 for UTC or 0 for no
    /// zone.
    /// </summary>
    /// <remarks>A local time is an error (KAP1102): on another machine it is another one.</remarks>
    public static ISerde<DateTime> DateTime { get; } = new DateTimeSerde();

    /// <summary>
    /// A time as 8 bytes of ticks in UTC (100 nanoseconds since the year 1), then the offset in minutes as 2 bytes.
    /// </summary>
    /// <remarks>The same instant with two offsets is two keys; in a store they stand side by side.</remarks>
    public static ISerde<DateTimeOffset> DateTimeOffset { get; } = new DateTimeOffsetSerde();

    /// <summary>A date as 4 bytes: days since the first one of the year 1, the highest byte first.</summary>
    public static ISerde<DateOnly> DateOnly { get; } = new TicksSerde<DateOnly, int>(
        "dateonly", "O", date => date.DayNumber, System.DateOnly.FromDayNumber);

    /// <summary>A time of day as 8 bytes: ticks of 100 nanoseconds since midnight, the highest byte first.</summary>
    public static ISerde<TimeOnly> TimeOnly { get; } = new TicksSerde<TimeOnly, long>(
        "timeonly", "O", time => time.Ticks, ticks => new TimeOnly(ticks));

    /// <summary>A duration as 8 bytes: ticks of 100 nanoseconds, the highest byte first.</summary>
    public static ISerde<TimeSpan> TimeSpan { get; } = new TicksSerde<TimeSpan, long>(
        "timespan", "c", duration => duration.Ticks, ticks => new TimeSpan(ticks));
}
