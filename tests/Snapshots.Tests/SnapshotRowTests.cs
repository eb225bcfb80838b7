using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kappa.Snapshots.Tests;

/// <summary>A row that is built value by value is the row that JSON says.</summary>
public sealed class SnapshotRowTests
{
    [Fact]
    public void Built_value_by_value_a_row_has_the_bytes_that_its_JSON_has()
    {
        Random random = Seed.Fixed();
        for (int round = 0; round < 500; round++)
        {
            string[] columns = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Text(random)).Distinct()];
            var row = new SnapshotRow(columns);
            for (int i = 0; i < 3; i++)
            {
                string json = Fill(row, columns, random);
                var canonical = new CanonicalRow();

                Assert.Null(canonical.Read(Encoding.UTF8.GetBytes(json)));
                Assert.Equal(Encoding.UTF8.GetString(canonical.Value), Encoding.UTF8.GetString(row.Json));
                Assert.Equal(canonical.Members, row.Parts.Members);
                row.Clear();
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("007")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("0x10")]
    [InlineData("1 ")]
    [InlineData("\u0661")] // A digit, and none of JSON.
    public void What_is_no_number_of_JSON_is_not_taken_for_one(string text)
    {
        var row = new SnapshotRow(["a"]);

        Assert.False(row.TryAddNumber(text));
        row.AddText(text);

        Assert.Equal($$"""{"a":"{{text}}"}""", Encoding.UTF8.GetString(row.Json));
    }

    [Fact]
    public void A_row_with_a_value_too_few_or_too_many_is_refused()
    {
        var row = new SnapshotRow(["a", "b"]);
        row.AddNull();

        Assert.Contains(
            "1 of 2 columns", Assert.Throws<InvalidOperationException>(() => row.Json.Length).Message,
            StringComparison.Ordinal);
        row.AddBoolean(true);
        Assert.Throws<InvalidOperationException>(row.AddNull);
        Assert.Throws<ArgumentException>(() => new SnapshotRow(["a", "a"]));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SnapshotRow(["a"]).AddText("x\ud800"));

    /// <summary>Adds random values.</summary>
    /// <returns>The row as somebody else would write it.</returns>
    private static string Fill(SnapshotRow row, string[] columns, Random random) => "{" + string.Join(
        " , ", columns.Select(column => $"{JsonSerializer.Serialize(column)} : {Add(row, random)}")) + "}";

    private static string Add(SnapshotRow row, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                row.AddNull();
                return "null";
            case 1:
                bool truth = random.Next(2) == 0;
                row.AddBoolean(truth);
                return truth ? "true" : "false";
            case 2:
                string number = Number(random);
                Assert.True(row.TryAddNumber(number));
                return number;
            default:
                string text = Text(random);
                row.AddText(text);
                return JsonSerializer.Serialize(text);
        }
    }

    private static string Number(Random random) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(random.Next(2) == 0 ? "-" : "")}{random.Next(1000)}" +
        $"{(random.Next(2) == 0 ? $".{random.Next(1000)}" : "")}" +
        $"{(random.Next(3) == 0 ? $"e{random.Next(-30, 30)}" : "")}");

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => "ab\"\\/\n\u0001<\u00e9\u4e2d"[random.Next(10)]));
}
