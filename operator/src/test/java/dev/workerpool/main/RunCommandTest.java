package dev.workerpool.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input to {@code run}: status 2, one line on stderr that names the field, nothing run. */
class RunCommandTest {
  private static final String GOOD_TEMPLATE =
      "{spec: {containers: [{name: worker, image: i, command: [touch, ran]}]}}";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicas: -1                                         | spec.replicas: must have a minimum value of 0, not -1",
        "replicas: two                                        | spec.replicas: string found, integer expected, not \"two\"",
        "replicass: 1                                         | spec.replicass: unknown field",
        "shim: Maybe                                          | spec.shim: does not have a value",
        "restartPolicy: Sometimes                             | spec.restartPolicy: does not have a value",
        "backoffLimit: -1                                     | spec.backoffLimit: must have a minimum",
        "channel: {queues: [{name: a}, {name: a}]}            | spec.channel.queues[1]: duplicate value: {\"name\":\"a\"}",
        "channel: {queues: [{name: A}]}                       | spec.channel.queues[0].name: does not match",
        "channel: {queues: [{name: a, maxSize: -1}]}          | spec.channel.queues[0].maxSize: must have a minimum",
        "channel: {queues: [{name: a, order: Random}]}        | spec.channel.queues[0].order: does not have a value",
        "channel: {queues: [{maxSize: 1}]}                    | spec.channel.queues[0].name: required",
        "channel: {events: [{name: e}, {name: e}]}            | spec.channel.events[1]: duplicate value",
        "processes: [{name: a}, {name: a}]                    | spec.processes[1]: duplicate value",
        "processes: [{name: My A}, {name: my_a}]              | spec.processes: two names read alike",
        "processes: [{name: '7'}]                             | spec.processes[0].name: does not match",
        "processes: [{name: a, env: [{name: X, valueFrom: {secretKeyRef: {name: s, key: k}}}]}] | spec.processes[0].env[0].valueFrom: local mode has only fieldRef (X)",
        "template: {spec: {containers: []}}                   | spec.template.spec.containers: must have at least 1 items",
        "template: {spec: {containers: [{name: w, command: [x], frob: 1}]}} | spec.template.spec.containers[0].frob: unknown field",
        "template: {spec: {containers: [{name: w, command: [x], envFrom: [{configMapRef: {name: c}}]}]}} | spec.template.spec.containers[0].envFrom: local mode has no",
        "template: {spec: {containers: [{name: w, command: [x], env: [{name: X, valueFrom: {fieldRef: {fieldPath: status.startTime}}}]}]}} | spec.template.spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: not known in local mode: status.startTime",
        "template: {spec: {restartPolicy: Always, containers: [{name: w, command: [x]}]}} | spec.template.spec.restartPolicy",
        "template: {spec: {containers: [{name: w}]}}          | spec.template.spec.containers[0].command: required",
        "{shim: None, template: {spec: {containers: [{name: w}]}}} | spec.template.spec.containers[0].command: required in local mode",
      })
  void run_ofABadSpec_namesTheField(String spec, String fault) throws IOException {
    String body = spec.startsWith("{") ? spec.substring(1, spec.length() - 1) : spec;
    String rest = body.contains("replicas:") ? "" : ", replicas: 1";
    rest += body.contains("template:") ? "" : ", template: " + GOOD_TEMPLATE;
    write(
        "{apiVersion: workerpool.dev/v1alpha1, kind: WorkerPool, metadata: {name: p}, spec: {%s%s}}"
            .formatted(body, rest));

    assertRefused("pool.yaml: " + fault, folder.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: ConfigMap                                        | has no WorkerPool",
        "kind: WorkerPool                                       | apiVersion: must be workerpool.dev/v1alpha1",
        "{kind: WorkerPool, apiVersion: workerpool.dev/v1alpha1} | spec: required",
        "just text                                              | kind: required",
        "{kind: WorkerPool, kind: Twice}                        | :1:20: bad YAML: found duplicate key kind",
        "'{kind: '                                              | bad YAML",
      })
  void run_ofAnotherFile_saysWhatItIsNot(String text, String fault) throws IOException {
    write(text);

    assertRefused(fault, folder.toString());
  }

  @Test
  void run_ofAPoolWithoutOrWithABadName_namesTheField() throws IOException {
    String pool =
        "{apiVersion: workerpool.dev/v1alpha1, kind: WorkerPool, metadata: {%s}, spec: {replicas: 1,"
            + " template: %s}}";
    write(pool.formatted("", GOOD_TEMPLATE));
    assertRefused("metadata.name: ", folder.toString());
    write(pool.formatted("name: No_Good", GOOD_TEMPLATE));
    assertRefused("metadata.name: ", folder.toString());
    write(pool.formatted("name: good, lables: {a: b}", GOOD_TEMPLATE));
    assertRefused("metadata.lables: unknown field", folder.toString());
  }

  @Test
  void run_ofWhatIsNotThere_saysSo() throws IOException {
    assertRefused("nowhere: no such file or folder", folder.resolve("nowhere").toString());
    assertRefused("the folder has no pool.yaml", folder.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--timeout,5,--timeout",
    "--timeout,soon,--timeout",
    "--status,/no/such/folder/file,--status: /no/such/folder/file",
    "--data,/etc,--data: /etc: has other files",
    "--data,/etc/hosts,--data: /etc/hosts: is no folder",
    "--data,/proc/1/new,--data: /proc/1/new: /proc/1/new: no such file or folder",
    "--frob,x,--frob",
  })
  void run_withABadOption_namesIt(String option, String value, String fault) throws IOException {
    write(
        "{apiVersion: workerpool.dev/v1alpha1, kind: WorkerPool, metadata: {name: p}, spec:"
            + " {replicas: 1, template: %s}}".formatted(GOOD_TEMPLATE));

    assertRefused(fault, folder.toString(), option, value);
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("pool.yaml"), text);
  }

  private void assertRefused(String fault, String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "run";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    PrintStream stderr = System.err;
    var seen = new ByteArrayOutputStream();
    System.setErr(new PrintStream(seen, true, StandardCharsets.UTF_8));
    int status;
    try {
      status = Main.execute(all);
    } finally {
      System.setErr(stderr);
    }
    assertThat(seen.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("workerpool run: ")
        .contains(fault);
    assertThat(status).isEqualTo(2);
    assertThat(folder.resolve("ran")).doesNotExist();
  }
}
