namespace Kappa;

/// <summary>What cannot be registered.</summary>
internal static class ProtobufErrors
{
    public static KappaException ImportNotRegistered(string file, string import) =>
        new("KAP1108", ExitCodes.Mismatch,
            $"The schema of {file} cannot be registered: it imports {import}, and imports are not registered. Put " +
            "the messages into one file, or write the topic with ProtobufSerde without a registry. Reading works.");
}
