using System.Text.Json;

namespace Kappa.Worker.Tests;

public sealed class ReadableJsonTests
{
    [Theory]
    [InlineData("""{"city":"\u00D1u\u00F1oa"}""", "{\"city\":\"\u00D1u\u00F1oa\"}")]
    [InlineData("""{"tag":"\u003Cb\u003E"}""", """{"tag":"<b>"}""")]
    [InlineData("""["\u001b[31m","\n","\\u00D1"]""", """["\u001B[31m","\n","\\u00D1"]""")]
    [InlineData("""{"half":"\ud800"}""", """{"half":"\ud800"}""")]
    [InlineData("1.50", "1.50")]
    public void Text_stands_for_itself_and_control_characters_stay_escaped(string json, string readable) =>
        Assert.Equal(readable, ReadableJson.Of(JsonElement.Parse(json)));
}
