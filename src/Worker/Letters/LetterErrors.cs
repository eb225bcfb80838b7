namespace Kappa.Worker;

/// <summary>The errors of dead letters, for the API and the commands.</summary>
internal static class LetterErrors
{
    public static KappaException NoPlace(string text) => new(
        "KAP6221", ExitCodes.Usage, $"'{text}' is no place of a letter; write PARTITION@OFFSET, such as 0@17.");

    public static KappaException NoLetter(string topic, LetterPlace place) => new(
        "KAP6222", ExitCodes.NotFound,
        $"There is no dead letter at offset {place.Offset} of {topic}/{place.Partition}. Nothing was settled.",
        new Remedy("list them", $"kappa dlq show {topic}"));

    public static KappaException SettledBefore(string topic, LetterPlace place) => new(
        "KAP6223", ExitCodes.Refused,
        $"The letter at offset {place.Offset} of {topic}/{place.Partition} was retried or dropped before. Nothing " +
        "was settled.",
        new Remedy("see what became of it", $"kappa dlq show {topic} --all"));

    public static KappaException NoSource(string topic, LetterPlace place, TopicPartition source, long before) => new(
        "KAP6224", ExitCodes.Refused,
        $"The letter at offset {place.Offset} of {topic}/{place.Partition} cannot be retried: its record is from " +
        $"{source}, which is not there any more. {before:N0} {(before == 1 ? "letter" : "letters")} before it were " +
        "retried.",
        new Remedy("drop it", $"kappa dlq drop {topic} {place}"));
}
