namespace Kappa.Golden.Tests;

/// <summary>Compares an answer with what is recorded.</summary>
internal static class GoldenJudge
{
    /// <summary>What is wrong, with all that is needed to see why; null where it is right.</summary>
    /// <param name="golden">The case.</param>
    /// <param name="open">Makes what runs the case.</param>
    public static string? Failure(GoldenCase golden, Func<GoldenCase, IGoldenHost> open)
    {
        GoldenAnswer expected = GoldenAnswer.Of(golden);
        try
        {
            using IGoldenHost host = open(golden);
            GoldenAnswer found = GoldenAnswer.Of(golden, host);
            if (GoldenDifferences.Without(golden, found.Outputs)?.SequenceEqual(expected.Outputs) != true
                || (expected.Rows is not null && !expected.Rows.SequenceEqual(found.Rows!)))
            {
                return Text(golden, expected, found);
            }

            (host as EngineHost)?.AssertReplayIsTheSame();
            return null;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"{Text(golden, expected, new GoldenAnswer([], null))}\n  {error.GetType().Name}: {error.Message}";
        }
    }

    private static string Text(GoldenCase golden, GoldenAnswer expected, GoldenAnswer found) => string.Join(
        "\n  ",
        [
            $"{golden.Id} {golden.Spec.ToJsonString()}", "input:",
            .. golden.Input.Select((input, i) => $"  {i} {input!.ToJsonString()}"),
            "expected:", .. expected.Outputs.Select(line => $"  {line}"),
            "found:", .. found.Outputs.Select(line => $"  {line}"),
            $"expected rows: {string.Join(", ", expected.Rows ?? ["not recorded"])}",
            $"found rows: {string.Join(", ", found.Rows ?? ["none"])}",
        ]);
}
